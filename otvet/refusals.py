"""Errors that tell the user what to do. Any other exception is a bug and is shown with its traceback."""

from eval.errors import EvalError
from index.errors import IndexingError
from ingest.errors import IngestError
from init.errors import InitError
from lint.errors import LintError
from llm.errors import LlmError
from proposals.errors import ProposalsError
from server.errors import ServerError
from traffic.errors import TrafficError
from tune.errors import TuneError

REFUSALS = (
    *(IngestError, IndexingError, LintError, ServerError, EvalError),
    *(TrafficError, ProposalsError, InitError, TuneError, LlmError),
)
