"""The form that takes the owner's key."""

import re

from server.app import create_app
from server.resources import Resources
from server.settings import Settings
from tests.hand_service import by_hand


def test_the_key_is_typed_unseen_and_a_password_manager_may_fill_it_in() -> None:
    with Resources.of(Settings(rate=0, owner_key="correct-horse-battery")) as resources:
        text = create_app(by_hand(), resources=resources).test_client().get("/login").text
    (field,) = re.findall(r'<input[^>]*name="key"[^>]*>', text)
    assert 'type="password"' in field
    assert 'autocomplete="current-password"' in field
    assert re.search(r'<input[^>]*autocomplete="username"[^>]*hidden>', text)  # what the key is kept under
    assert "onpaste" not in text
