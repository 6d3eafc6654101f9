"""What a monitor sees: alive, ready, figures."""

import sqlalchemy as sa

from tests.portal.premises import Premises


def test_ready_says_whether_the_record_can_be_used(portal: Premises) -> None:
    """Reachable and migrated; or why not."""
    visitor = portal.visitor()
    assert visitor.get("/readyz").json() == {"ready": True}
    with portal.house.engine.begin() as connection:
        connection.execute(sa.text("update alembic_version set version_num = '0001'"))
    answer = visitor.get("/readyz")
    assert answer.status_code == 503
    assert "recourse migrate" in answer.json()["why"]
    assert visitor.get("/healthz").text == "ok\n"


def test_figures_are_for_this_machine(portal_on_sqlite: Premises) -> None:
    """Counts by route; never an address, a case or a person."""
    visitor = portal_on_sqlite.visitor()
    visitor.get("/law")
    text = visitor.get("/metrics").text
    assert 'recourse_portal_answers_total{method="GET",route="/law",status="200"} 1.0' in text
    assert "python_gc" not in text


def test_figures_elsewhere_want_the_token(portal_on_sqlite: Premises) -> None:
    """Asked for under the portal's public name they are not there without it."""
    portal_on_sqlite.surroundings.settings.portal_url = None
    visitor = portal_on_sqlite.visitor()
    allowed = portal_on_sqlite.app.user_middleware[1].kwargs["allowed_hosts"]
    allowed.append("waivers.example")
    portal_on_sqlite.app.middleware_stack = portal_on_sqlite.app.build_middleware_stack()
    named = {"Host": "waivers.example"}
    assert visitor.get("/metrics", headers=named).status_code == 404


def test_a_database_that_is_away_is_told_in_a_page(portal_on_sqlite: Premises) -> None:
    """The person is told what to do, with 503; pages that need no record go on."""
    path = portal_on_sqlite.house.engine.url.database
    assert path
    portal_on_sqlite.surroundings.engine.dispose()
    portal_on_sqlite.house.engine.dispose()
    broken = portal_on_sqlite.house.engine.url.set(database=f"{path}/nowhere")
    portal_on_sqlite.surroundings.engine = sa.create_engine(broken)
    assert portal_on_sqlite.visitor().get("/").status_code == 200
    assert portal_on_sqlite.visitor().get("/readyz").status_code == 503
