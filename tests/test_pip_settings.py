"""pip's settings for uv, and none of them in what is printed."""

from __future__ import annotations

import re
from pathlib import Path

import pip_settings
import pytest

LISTING = """\
:env:.index-url='https://user:s3cret@env.example/simple'
global.cert='/etc/ca.pem'
global.index-url='https://file.example/simple'
global.extra-index-url='\\nhttps://one.example/simple\\nhttps://two.example/simple'
install.trusted-host='one.example'
freeze.timeout='10'
"""


def test_pips_environment_wins_over_its_files_and_other_commands_settings_are_left_out() -> None:
    settings = pip_settings.read_pip_settings(LISTING)
    assert settings["index-url"] == "https://user:s3cret@env.example/simple"
    assert settings["trusted-host"] == "one.example"
    assert "timeout" not in settings


def test_uv_asks_where_pip_would() -> None:
    environment = pip_settings.uv_environment(pip_settings.read_pip_settings(LISTING), {"HOME": "/home/me"})
    assert environment["UV_DEFAULT_INDEX"] == "https://user:s3cret@env.example/simple"
    assert environment["UV_INDEX"] == "https://one.example/simple https://two.example/simple"
    assert environment["UV_INDEX_STRATEGY"] == "unsafe-best-match"
    assert environment["SSL_CERT_FILE"] == "/etc/ca.pem"
    assert environment["HOME"] == "/home/me"


def test_what_is_set_for_uv_wins_but_never_sends_it_to_another_environment() -> None:
    own = {"UV_DEFAULT_INDEX": "https://uv.example/simple", "UV_SYSTEM_PYTHON": "1"}
    environment = pip_settings.uv_environment({"index-url": "https://pip.example/simple"}, own)
    assert environment["UV_DEFAULT_INDEX"] == "https://uv.example/simple"
    assert "UV_SYSTEM_PYTHON" not in environment


def test_folders_that_are_not_there_are_passed_over_as_pip_does(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    settings = {"find-links": f"{gone} {tmp_path}", "extra-index-url": f"{gone.as_uri()} {tmp_path.as_uri()}"}
    environment = pip_settings.uv_environment(settings, {})
    assert environment["UV_FIND_LINKS"] == str(tmp_path)
    assert environment["UV_INDEX"] == tmp_path.as_uri()


@pytest.mark.parametrize("value", ["1", "true", "Yes"])
def test_pips_switches(value: str) -> None:
    assert pip_settings.is_on({"no-index": value}, "no-index")
    assert not pip_settings.is_on({"no-index": "0"}, "no-index")
    assert not pip_settings.is_on({}, "no-index")


def test_nothing_of_the_settings_is_printed() -> None:
    settings = pip_settings.read_pip_settings(LISTING) | {"find-links": "/srv/wheels"}
    said = (
        "error: `https://user:s3cret@env.example/simple/x/` failed; HTTPSConnectionPool(host='env.example', port=443), "
        "looked in /srv/wheels, password s3cret, https://elsewhere.example"
    )
    shown = pip_settings.scrub(said, settings)
    assert not re.search(r"s3cret|example|/srv/wheels|://", shown)
    assert "failed" in shown
