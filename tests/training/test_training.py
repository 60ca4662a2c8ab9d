"""Two steps of training with a random encoder of one layer: the machinery, not the figures.

Torch is no part of what Dragoman needs; `tools/check --training` brings it.
"""

import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip(
    "torch", reason="training needs torch: tools/check --training runs this"
)
pytest.importorskip("onnx", reason="export needs onnx: tools/check --training runs this")

from _parser_data import clean, damaged, label_sets  # noqa: E402
from _parser_papers import write_parser  # noqa: E402
from _parser_training import Recipe, train  # noqa: E402
from _treebanks import read_treebank  # noqa: E402
from safetensors.torch import save_file  # noqa: E402

SAMPLE = Path(__file__).parents[2] / "eval" / "treebank-sample"
SENTENCES = [g for path in sorted(SAMPLE.glob("*.conllu")) for g in read_treebank(path)]
RECIPE = Recipe(steps=2, layers=(0,), warm_up=1, round_from=0.4, bf16=False, padded=600)
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


def test_the_exported_file_reads_as_the_network_does(encoder, tmp_path):
    """In fp32 the file says what the network says; in whole numbers nearly the same."""
    network, labels = _train(encoder, tmp_path / "run")

    exact, rounded = (
        write_parser(
            network,
            labels,
            tmp_path / name,
            vocabulary=PIECES,
            lemmas=[("met", "VERB", "meet")],
            meta={"name": "smoke", "temperatures": {"head": 1.0, "label": 1.0}},
            whole_numbers=whole,
        )
        for name, whole in (("fp32", False), ("int8", True))
    )

    golds = SENTENCES[:20]
    spans = [g.text for g in golds], [g.start for g in golds], [g.end for g in golds]
    one, other = exact.parse_tokens(*spans), rounded.parse_tokens(*spans)
    assert len(one.form) == sum(map(len, golds))
    assert np.mean(one.upos == other.upos) > 0.8
    assert np.mean(np.abs(one.probability - other.probability)) < 0.05


def test_a_run_goes_on_where_it_was_stopped(encoder, tmp_path, capsys):
    """A second run of the same recipe trains no step again; another recipe is refused."""
    first, _ = _train(encoder, tmp_path / "run")
    capsys.readouterr()

    again, _ = _train(encoder, tmp_path / "run")

    assert "goes on at step 2 of 2" in capsys.readouterr().out
    for name, value in first.state_dict().items():
        assert torch.equal(value, again.state_dict()[name]), name
    with pytest.raises(SystemExit, match="another recipe"):
        _train(encoder, tmp_path / "run", replace(RECIPE, seed=9))


def test_the_same_seed_gives_the_same_network(encoder, tmp_path):
    """Nothing of a run is left to chance."""
    one, _ = _train(encoder, tmp_path / "one")
    other, _ = _train(encoder, tmp_path / "other")

    assert all(
        torch.equal(value, other.state_dict()[name]) for name, value in one.state_dict().items()
    )


def test_a_damaged_sentence_is_still_a_tree():
    """Whatever noise does to a sentence, each word has a head and one is the root."""
    from random import Random

    rng = Random(3)  # noqa: S311 - no secret
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
