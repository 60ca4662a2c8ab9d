"""How an extra of the package is installed: the sentence for all errors that miss one."""


def install(extra: str) -> str:
    """Say how to get what an extra brings, from the folder that README installs from.

    >>> install("docx")
    "python3 -m pip install '.[docx]' in Dragoman's folder"
    """
    return f"python3 -m pip install '.[{extra}]' in Dragoman's folder"
