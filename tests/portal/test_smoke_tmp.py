from tests.actions.makers import CHIEF, OPERATOR
from tests.actions.shortfall_makers import BOARD, LIAISON, Fallback, SUPERINTENDENT_OF_THREE_RIVERS
from tests.portal.premises import Premises


def test_smoke(portal_on_sqlite: Premises, capsys) -> None:
    p = portal_on_sqlite
    p.keep_files()
    w = p.house.at_the_commissioner()
    f = Fallback(p.house)
    s = f.lodged()
    s2 = f.determine(
        __import__("tests.actions.shortfall_makers", fromlist=["determination"]).determination(
            fiscal_year=2028
        )
    ).case.number
    bad = []

    def look(email, *paths):
        v = p.signed_in(email)
        for one in paths:
            a = v.get(one)
            if a.status_code != 200:
                bad.append((one, a.status_code, a.headers.get("location")))
        return v

    b = look(
        BOARD,
        "/chief",
        "/determinations/new",
        f"/cases/{s}",
        f"/cases/{s2}",
        f"/cases/{s}/shortfall/memorandum",
        f"/cases/{s}/shortfall/withdrawal",
        f"/cases/{s2}/shortfall/contact",
        f"/cases/{s}/shortfall/draft/docx",
        f"/cases/{s}/shortfall/draft/pdf",
        f"/cases/{s}/shortfall/proof",
    )
    look(CHIEF, "/chief", f"/cases/{w}/view", f"/cases/{w}")
    look(
        LIAISON,
        "/state-police",
        f"/cases/{s}/shortfall/assignment",
        f"/cases/{s}/shortfall/filing/state-police",
    )
    o = look(
        OPERATOR,
        "/operators",
        "/operators/registry",
        "/operators/registry?words=port",
        "/operators/registry/import",
        "/operators/registry/99010000",
        "/operators/offices",
        "/operators/offices?words=x&office=chief",
        "/operators/offices/grant",
        "/operators/offices/1/revoke",
        "/operators/policy",
        "/operators/closures",
        "/operators/closures/lift?day=2026-12-01",
        "/operators/stuck",
        "/operators/mail",
        "/operators/mail?state=queued",
        "/operators/mail/1",
        "/operators/intake",
        "/operators/health",
        "/operators/entries",
        "/operators/refused",
        "/operators/paper",
        f"/cases/{s2}/shortfall/contact",
        f"/cases/{s}/shortfall/filing/superintendent",
        f"/cases/{s2}/shortfall/withdrawal",
    )
    r = b.send("/determinations/new", body="99600000@Quarry Hill")
    bad.append((r.status_code, r.headers.get("location")))
    d = r.headers.get("location")
    if d:
        bad.append((b.get(d).status_code, b.get(d + "/sign").status_code))
        r = b.send(d, do="add", determination="x")
        bad.append((r.status_code, r.headers.get("location")))
        bad.append(b.get(d).status_code)
    print(bad)
    assert 0
