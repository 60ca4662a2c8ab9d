"""Two steps of training with a random encoder of one layer: the machinery, not the figures.

Torch is no part of what Dragoman needs; `tools/check --training` brings it.
"""

import json
from dataclasses import asdict, replace
from pathlib import Path
from random import Random

import numpy as np
import pytest

torch = pytest.importorskip(
    "torch", reason="training needs torch: tools/check --training runs this"
)
pytest.importorskip("onnx", reason="export needs onnx: tools/check --training runs this")

import _parser_training  # noqa: E402
from _parser_data import Encoder, clean, damaged, epoch, label_sets  # noqa: E402
from _parser_papers import write_parser  # noqa: E402
from _parser_training import Recipe, batch_tensors, train  # noqa: E402
from _treebanks import read_treebank  # noqa: E402
from safetensors.torch import save_file  # noqa: E402

from dragoman.parse.wordpiece import WordPiece  # noqa: E402

SAMPLE = Path(__file__).parents[2] / "eval" / "treebank-sample"
SENTENCES = [g for path in sorted(SAMPLE.glob("*.conllu")) for g in read_treebank(path)]
RECIPE = Recipe(steps=2, layers=(0,), warm_up=1, round_from=0.4, bf16=False, padded=600)
EPOCH = 4  # steps, about
PIECES = [
    *("[PAD]", "[UNK]", "[CLS]", "[SEP]"),
    *(c for c in "abcdefghijklmnopqrstuvwxyz0123456789.,'-"),
    *(f"##{c}" for c in "abcdefghijklmnopqrstuvwxyz0123456789"),
]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    """A MiniLM of one layer with random weights, as a folder."""
    folder = tmp_path_factory.mktemp("encoder")
    torch.manual_seed(0)

    def weight(*shape):
        return torch.randn(*shape) * 0.02

    tensors = {
        "embeddings.word_embeddings.weight": weight(len(PIECES), 384),
        "embeddings.position_embeddings.weight": weight(512, 384),
        "embeddings.token_type_embeddings.weight": weight(2, 384),
        "embeddings.LayerNorm.weight": torch.ones(384),
        "embeddings.LayerNorm.bias": torch.zeros(384),
    }
    layer = "encoder.layer.0"
    for name, outputs, inputs in (
        ("attention.self.query", 384, 384),
        ("attention.self.key", 384, 384),
        ("attention.self.value", 384, 384),
        ("attention.output.dense", 384, 384),
        ("intermediate.dense", 1536, 384),
        ("output.dense", 384, 1536),
    ):
        tensors[f"{layer}.{name}.weight"] = weight(outputs, inputs)
        tensors[f"{layer}.{name}.bias"] = torch.zeros(outputs)
    for name in ("attention.output.LayerNorm", "output.LayerNorm"):
        tensors[f"{layer}.{name}.weight"] = torch.ones(384)
        tensors[f"{layer}.{name}.bias"] = torch.zeros(384)
    save_file(tensors, folder / "model.safetensors")
    (folder / "vocab.txt").write_text("\n".join(PIECES), "utf-8")
    return folder


def _train(encoder, out, recipe=RECIPE):
    out.mkdir(exist_ok=True)
    return train(
        recipe,
        sentences=SENTENCES[:40],
        watched={"sample": SENTENCES[40:50]},
        encoder_folder=encoder,
        vocabulary=PIECES,
        out=out,
    )


def _written(network, labels, folder, *, whole_numbers):
    return write_parser(
        network,
        labels,
        folder,
        vocabulary=PIECES,
        lemmas=[("met", "VERB", "meet")],
        meta={"name": "smoke", "temperatures": {"head": 1.0, "label": 1.0}},
        whole_numbers=whole_numbers,
    )


def _said_by_torch(network, labels, golds):
    """What the network says in torch, each sentence alone: arcs, best tags, label scores."""
    encoder = Encoder(WordPiece(PIECES), labels)
    found = []
    for gold in golds:
        batch = batch_tensors([encoder.example(clean(gold), longest=500)])
        with torch.no_grad():
            words = network.word_vectors(
                batch["ids"], batch["shapes"], batch["mask"], batch["first"]
            )
            arcs = network.arcs(words, batch["valid"])
            heads = torch.tensor([[h + 1 for h in gold.head]])
            found.append(
                (
                    arcs[0].numpy(),
                    network.tags["upos"](words[:, 1:]).argmax(-1)[0].numpy(),
                    network.labels(words, heads)[0].numpy(),
                )
            )
    return found


@pytest.mark.parametrize(
    ("whole_numbers", "tolerance"),
    [pytest.param(False, 1e-3, id="fp32"), pytest.param(True, 0.015, id="int8")],
)
def test_the_exported_file_says_what_the_network_says(encoder, tmp_path, whole_numbers, tolerance):
    """In fp32 the same; in whole numbers what the network says when it rounds as the file does."""
    network, labels = _train(encoder, tmp_path / "run")
    with torch.no_grad():  # so large that no activation function passes for another
        for layer in network.layers:
            layer.grow.weight.mul_(40)
    golds = [g for g in SENTENCES if len(g) > 3][:12]
    if whole_numbers:
        network.quantize("watch")
        _said_by_torch(network, labels, golds)
        network.quantize("round")
    parser = _written(network, labels, tmp_path / "file", whole_numbers=whole_numbers)
    forms = [form for gold in golds for form in gold.form]
    bounds = np.cumsum([0, *map(len, golds)])

    said = _said_by_torch(network, labels, golds)

    compared = same = 0
    for words, out in parser.outputs(forms, bounds):
        which = [int(np.searchsorted(bounds, w.start, side="right")) - 1 for w in words]
        scores = parser.label_scores(out, [np.array(golds[i].head, np.int32) for i in which])
        at = 0
        for k, i in enumerate(which):
            arcs, upos, label = said[i]
            n = len(upos)
            size = np.abs(arcs).max()
            assert np.abs(out.arcs[k] - arcs).mean() <= tolerance * size
            assert np.abs(scores[at : at + n] - label).mean() <= tolerance * np.abs(label).max()
            same += int((out.upos[at : at + n] == upos).sum())
            at += n
            compared += n
    assert compared == len(forms)
    assert same >= compared * (0.9 if whole_numbers else 1)


class _Stopped(Exception):
    pass


def test_a_run_goes_on_where_it_was_stopped(encoder, tmp_path, monkeypatch):
    """Stopped after its first epoch and taken up again, a run ends as if it had not been."""
    recipe = replace(RECIPE, steps=3 * EPOCH)
    whole, _ = _train(encoder, tmp_path / "whole", recipe)

    def stop(*_):
        raise _Stopped

    with monkeypatch.context() as patched:
        patched.setattr(_parser_training, "score", stop)
        with pytest.raises(_Stopped):
            _train(encoder, tmp_path / "run", recipe)
    again, _ = _train(encoder, tmp_path / "run", recipe)

    for name, value in whole.state_dict().items():
        assert torch.equal(value, again.state_dict()[name]), name


def test_another_recipe_does_not_go_on_with_a_run(encoder, tmp_path):
    """The message says what the run is of."""
    _train(encoder, tmp_path / "run")

    with pytest.raises(SystemExit, match="another recipe"):
        _train(encoder, tmp_path / "run", replace(RECIPE, seed=9))


def test_every_epoch_draws_anew():
    """The same sentences come damaged in other ways."""
    encoder = Encoder(WordPiece(PIECES), label_sets(SENTENCES))

    one, other = (
        epoch(SENTENCES[:30], encoder, Random(seed), noisy=1.0, longest=500) for seed in (1, 2)
    )

    assert any(len(a.pieces) != len(b.pieces) for a, b in zip(one, other, strict=True))


def test_hidden_pieces_are_few_and_never_the_root():
    """About the share that was asked for."""
    encoder = Encoder(WordPiece(PIECES), label_sets(SENTENCES))

    examples = epoch(SENTENCES, encoder, Random(1), noisy=0.0, longest=500, hidden=0.1)

    pieces = np.concatenate([e.pieces[1:] for e in examples])
    assert 0.08 < np.mean(pieces == encoder.pieces.unk) < 0.2
    assert all(e.pieces[0] == encoder.pieces.cls for e in examples)


def test_the_same_seed_gives_the_same_network(encoder, tmp_path):
    """Nothing of a run is left to chance."""
    one, _ = _train(encoder, tmp_path / "one")
    other, _ = _train(encoder, tmp_path / "other")

    assert all(
        torch.equal(value, other.state_dict()[name]) for name, value in one.state_dict().items()
    )


def test_a_damaged_sentence_is_still_a_tree():
    """Whatever noise does to a sentence, each word has a head and one is the root."""
    rng = Random(3)
    seen = 0
    for gold in SENTENCES:
        labelled = damaged(gold, rng)
        if labelled is None:
            continue
        seen += 1
        assert list(labelled.head).count(-1) == 1
        for i in range(len(labelled.head)):
            steps = 0
            while labelled.head[i] != -1:
                i, steps = labelled.head[i], steps + 1
                assert steps <= len(labelled.head)
    assert seen > 0.9 * len(SENTENCES)


def test_what_is_in_doubt_is_not_learnt():
    """A word on which the teachers disagree has no label; the others keep theirs."""
    gold = SENTENCES[0]

    labelled = clean(gold, {gold.id: frozenset({1})})

    assert labelled.head[1] is None and labelled.deprel[1] is None and labelled.upos[1] is None
    assert labelled.head[0] == gold.head[0] and labelled.upos[0] == gold.upos[0]
    assert json.dumps(asdict(label_sets([gold])))
