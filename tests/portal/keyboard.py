"""Somebody at a keyboard alone: Tab and arrows, Space and Enter, and always seen where they are."""

from typing import Any

from playwright.sync_api import Page, expect

MOST_STOPS = 200
SKIP = "Skip to the main part of the page"

FOCUSED = """() => {
  const at = document.activeElement;
  const label = at.labels?.[0];
  const said = (element) => element.innerText.replace(/\\s+/g, " ").trim();
  const drawn = (element, part) => {
    const style = getComputedStyle(element, part);
    const wide = parseFloat(style.outlineWidth) >= 2;
    return style.outlineStyle === "auto" || (style.outlineStyle !== "none" && wide);
  };
  const chosen = at.matches("[type=radio], [type=checkbox]");
  const box = (chosen ? label : at).getBoundingClientRect();
  return {
    leads_to: at.hash ?? "",
    words: said(label ?? at),
    ring: drawn(at) || (chosen && drawn(label, "::before")),
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    nowhere: at === document.body,
    checked: at.checked ?? false,
    group: at.type === "radio"
      ? [...document.getElementsByName(at.name)].map((one) => said(one.labels[0])) : [],
  };
}"""


class Keyboard:
    """The keyboard of a window; one with `reduced_motion`, so that nothing is still on its way."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def focused(self) -> dict[str, Any]:
        """Tell what has the focus; whatever has it must be in sight, with a ring around it."""
        found = self.page.evaluate(FOCUSED)
        assert found["nowhere"] or (found["ring"] and found["inside"]), found
        return found

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, words: str, *, back: bool = False) -> None:
        """Go on, or back, to what says these words, or begins with them where they end in `…`."""
        for _ in range(MOST_STOPS):
            self.press("Shift+Tab" if back else "Tab")
            if _says(self.focused()["words"], words):
                return
        raise AssertionError(f"nothing that says {words!r} is reached by the keyboard")

    def skip(self) -> None:
        """Pass over the menu, from the top of a page that was just loaded."""
        self.press("Tab")
        assert self.focused()["words"] == SKIP
        self.press("Enter")

    def enter(self, words: str) -> None:
        """Go to a link or a button and press it."""
        self.tab_to(words)
        self.press("Enter")

    def open(self, words: str, heading: str) -> None:
        """Press what leads to another page, and wait for it."""
        self.enter(words)
        self.page.get_by_role("heading", name=heading, exact=True).first.wait_for()

    def write(self, label: str, text: str) -> None:
        """Go to a box and type."""
        self.tab_to(label)
        self.page.keyboard.type(text)

    def tick(self, words: str) -> None:
        """Go to a box to tick, and tick it."""
        self.tab_to(words)
        self.press("Space")
        assert self.focused()["checked"]

    def choose(self, words: str) -> None:
        """Go to the choices with these words among them, and choose by the arrows."""
        for _ in range(MOST_STOPS):
            self.press("Tab")
            group = self.focused()["group"]
            if any(_says(one, words) for one in group):
                return self.arrow_to(words)
        raise AssertionError(f"no choice {words!r} is reached by the keyboard")

    def arrow_to(self, words: str) -> None:
        """Choose among the choices that have the focus."""
        for _ in self.focused()["group"]:
            if _says(self.focused()["words"], words):
                break
            self.press("ArrowDown")
        found = self.focused()
        assert _says(found["words"], words), found
        if not found["checked"]:
            self.press("Space")
        assert self.focused()["checked"]

    def mend_first(self, label: str) -> None:
        """From a form that came back: its list of mistakes has the focus; follow its first link."""
        expect(self.page.locator("#summary")).to_be_focused()
        self.tab_to(label)
        field = self.focused()["leads_to"]
        self.press("Enter")
        expect(self.page.locator(field)).to_be_focused()


def _says(said: str, words: str) -> bool:
    if words.endswith("…"):
        return said.startswith(words[:-1])
    return said in {words, f"{words} (optional)"}
