import pytest

from index.engines.address import Address
from index.errors import UnknownEngine


def test_an_address_names_a_server_a_collection_and_its_settings() -> None:
    address = Address.parse("qdrant+https://search.example.kz:7000/help-1?shards=3&replicas=2&seconds=5")
    assert address == Address("qdrant+https", "search.example.kz", 7000, "help-1", shards=3, replicas=2, seconds=5)
    assert address.url == "https://search.example.kz:7000"
    assert str(address) == "qdrant+https://search.example.kz:7000/help-1"


def test_what_is_left_out_has_a_default() -> None:
    assert Address.parse("qdrant://localhost/faq") == Address("qdrant", "localhost", 6333, "faq", 1, 1, 2)
    assert Address.parse("qdrant://[::1]/faq").url == "http://[::1]:6333"


@pytest.mark.parametrize(
    ("text", "is_private"),
    [
        pytest.param("qdrant+https://example.kz/faq", True, id="tls"),
        pytest.param("qdrant://127.0.0.1/faq", True, id="this-machine"),
        pytest.param("qdrant://example.kz/faq", False, id="in-the-open"),
        pytest.param("qdrant://localhost.example.kz/faq", False, id="only-called-so"),
    ],
)
def test_a_key_is_private_under_tls_and_on_this_machine(text: str, is_private: bool) -> None:
    assert Address.parse(text).is_private is is_private


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("", "no address that begins with qdrant:// or qdrant", id="nothing"),
        pytest.param("http://localhost:6333/faq", "no address that begins with", id="scheme"),
        pytest.param("qdrant:///faq", "no address that begins with", id="no-host"),
        pytest.param("qdrant://host:port/faq", "Port could not be cast", id="port"),
        pytest.param("qdrant://host", "'' is no name of a collection", id="no-name"),
        pytest.param("qdrant://host/a/b", "'a/b' is no name of a collection", id="two-names"),
        pytest.param("qdrant://host/f%20q", "'f%20q' is no name", id="strange-name"),
        pytest.param("qdrant://host/faq?shard=3", "unknown setting 'shard', choose from shards, replicas", id="typo"),
        pytest.param("qdrant://host/faq?port=3", "unknown setting 'port'", id="not-a-setting"),
        pytest.param("qdrant://host/faq?shards=0", "from 1 to 1000, got '0'", id="none"),
        pytest.param("qdrant://host/faq?shards=", "got ''", id="empty"),
        pytest.param("qdrant://host/faq?shards=1e3", "got '1e3'", id="no-whole-number"),
        pytest.param("qdrant://host/faq?shards=99999999999", "from 1 to 1000", id="too-many"),
    ],
)
def test_what_is_no_address_is_refused(text: str, found: str) -> None:
    with pytest.raises(UnknownEngine, match="write, for example, qdrant") as refused:
        Address.parse(text)
    assert found in str(refused.value)


def test_a_key_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(UnknownEngine, match="a key in the address") as refused:
        Address.parse("qdrant+https://user:s3cret@host/faq")
    assert "s3cret" not in str(refused.value)
