"""Fetch the design system and cut it to what the pages use: for maintainers, never at install.

    python -m portal.assets.vendor          fetch, check, cut, write
    python -m portal.assets.vendor --check  do the same and say whether anything differs

The package comes from the registry that this machine's npm is set to, by its
name and version alone; it must have the digest written here. Of the compiled
style sheet the cut keeps the components and utilities named below, in Public
Sans alone (the package's other text fonts lack letters that names need), and
then the fonts and pictures that the cut still refers to. `SHA256SUMS` lists the
outcome, and a test compares the files with it.
"""

import hashlib
import io
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

PACKAGE = "@uswds/uswds@3.14.0"
PACKAGE_SHA256 = "da91c65e6fc736fa397f0daf6ca2c2c95711506d85c7ad2537a4570725401e1c"

STATIC = Path(__file__).parent.parent / "static"
SUMS = Path(__file__).parent / "SHA256SUMS"

COMPONENTS = (
    "alert", "breadcrumb", "button", "button-group", "character-count", "checkbox", "content",
    "dark-background", "date-picker", "error-message", "fieldset", "footer", "form", "form-group",
    "hint", "input", "input-group", "intro", "label", "layout-docs", "legend", "link", "list",
    "memorable-date", "pagination", "process-list", "prose", "radio", "section", "select",
    "site-alert", "skipnav", "sr-only", "summary-box", "table", "table-container", "tag",
    "textarea",
)  # fmt: skip
"""The components kept, each with its parts and varieties: `usa-alert__body`, `usa-alert--info`."""

UTILITIES = (
    r"grid-(row|col|container|gap|offset)[\w-]*",
    r"(tablet|desktop):grid-col[\w-]*",
    r"(margin|padding)-(top|bottom|left|right|x|y)?-?(0|05|1|2|3|4|5|6|auto)",
    r"text-(bold|normal|italic|no-wrap|base|right|center|left)",
    r"display-(flex|block|none|inline|inline-block)",
    r"flex-(justify|wrap|align-center|1|row|column)",
    r"measure-\d",
    r"(bg|border|text)-base-(lightest|lighter|dark|darker)",
)

TEXT_FONTS = ("Source Sans Pro Web", "Merriweather Web")
FONT = "Public Sans Web"
FONTS = ("PublicSans-Regular", "PublicSans-Bold")
"""`portal.css` names these to the browser; the compiled style sheet has another family's."""

_COMPONENT = re.compile(rf"usa-({'|'.join(COMPONENTS)})((__|--)[\w-]+)?")
_UTILITY = re.compile("|".join(f"({one})" for one in UTILITIES))
_CLASS = re.compile(r"\.((?:[\w-]|\\.)+)")


def main(*, check: bool) -> int:
    """Write the files, or compare them with what is there."""
    package = _fetch()
    made = _made(package)
    sums = "".join(f"{hashlib.sha256(made[n]).hexdigest()}  {n}\n" for n in sorted(made))
    if check:
        same = all((STATIC / name).read_bytes() == made[name] for name in made)
        same = same and SUMS.read_text() == sums
        sys.stdout.write("As fetched.\n" if same else "The files differ from what was fetched.\n")
        return 0 if same else 1
    for name, content in made.items():
        (STATIC / name).parent.mkdir(parents=True, exist_ok=True)
        (STATIC / name).write_bytes(content)
    SUMS.write_text(sums)
    return 0


def _fetch() -> dict[str, bytes]:
    """Give the package's distributed files by name.

    Raises:
        SystemExit: what came is not the package that was reviewed.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", "--pack-destination", folder, PACKAGE]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        content = archive.read_bytes()
    if hashlib.sha256(content).hexdigest() != PACKAGE_SHA256:
        raise SystemExit(f"{PACKAGE} is not the package that was reviewed")
    with tarfile.open(fileobj=io.BytesIO(content)) as packed:
        return {
            one.name.removeprefix("package/dist/"): file.read()
            for one in packed
            if one.name.startswith(("package/dist/", "package/LICENSE"))
            and (file := packed.extractfile(one))
        }


def _made(package: dict[str, bytes]) -> dict[str, bytes]:
    css = cut(package["css/uswds.min.css"].decode())
    named = sorted(set(re.findall(r"url\(\.\./([^)]+)\)", css)))
    named += [f"fonts/public-sans/{font}.woff2" for font in FONTS]
    files = {f"uswds/{Path(name).name}": package[name] for name in named}
    css = re.sub(r"url\(\.\./[^)]*?([^/)]+)\)", r"url(\1)", css)
    license_text = package["package/LICENSE.md"]
    return {"uswds/uswds.css": css.encode(), "uswds/LICENSE.md": license_text, **files}


def cut(css: str) -> str:
    """Give the part of a compiled style sheet that the pages use, in one text font."""
    for font in TEXT_FONTS:
        css = re.sub(rf'(?<=font-family:)"?{font}"?(?=,)', FONT, css)
    return "".join(_kept(css))


def _kept(css: str) -> Iterator[str]:
    for head, body in _rules(css):
        if head.startswith("@media"):
            if inside := "".join(_kept(body)):
                yield f"{head}{{{inside}}}\n"
        elif not head.startswith("@"):
            selectors = [one for one in _selectors(head) if _is_used(one)]
            if selectors:
                yield f"{','.join(selectors)}{{{body}}}\n"


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Yield each rule of a level: what stands before its braces, and what in them."""
    depth, start, opened = 0, 0, 0
    for at, letter in enumerate(css):
        if letter == "{":
            depth += 1
            opened = at if depth == 1 else opened
        elif letter == "}":
            depth -= 1
            if depth == 0:
                head = re.sub(r"@charset[^;]*;|/\*.*?\*/", "", css[start:opened], flags=re.DOTALL)
                yield head.strip(), css[opened + 1 : at]
                start = at + 1


def _selectors(head: str) -> list[str]:
    """Take a list of selectors apart at its own commas, not at those in brackets."""
    parts, depth = [""], 0
    for letter in head:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _is_used(selector: str) -> bool:
    names = [name.replace("\\", "") for name in _CLASS.findall(selector)]
    return all(_COMPONENT.fullmatch(name) or _UTILITY.fullmatch(name) for name in names)


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
