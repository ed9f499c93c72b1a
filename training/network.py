"""The reader's network: MiniLM over question and window, and a logit for each unit."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn
from transformers import BertModel

from rag.reading.tokens import FIRST_UNIT, QUESTION
from rag.reading.windows import MOST_UNITS


class Network(nn.Module):
    """Token ids to a logit for each unit of a window, shape (windows, MOST_UNITS).

    Question and unit are each the mean of their tokens' last hidden states. The logit is their scaled cosine, which is
    what the base was trained for and so where learning starts, and a small network over both and their product.
    """

    def __init__(self, base: Path | str, layers: int | None = None) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            base, add_pooling_layer=False, attn_implementation="sdpa", attention_probs_dropout_prob=0.0
        )
        if layers:
            self.bert.encoder.layer = self.bert.encoder.layer[:layers]
            self.bert.config.num_hidden_layers = layers
        size = self.bert.config.hidden_size
        self.scale = nn.Parameter(torch.tensor(8.0))
        self.bias = nn.Parameter(torch.tensor(-5.0))
        self.hidden = nn.Linear(3 * size, size)
        self.out = nn.Linear(size, 1)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)
        self.dropout = nn.Dropout(0.1)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor, parts: torch.Tensor
    ) -> torch.Tensor:
        states = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        # Which tokens belong to what: (windows, 1 + MOST_UNITS, tokens), the question first.
        names = torch.arange(QUESTION, FIRST_UNIT + MOST_UNITS, device=parts.device)
        belongs = (parts.unsqueeze(1) == names.view(1, -1, 1)).to(states.dtype)
        means = belongs @ states / belongs.sum(-1, keepdim=True).clamp(min=1.0)
        asked, units = means[:, :1], means[:, 1:]
        cosine = (nn.functional.normalize(asked, dim=-1) * nn.functional.normalize(units, dim=-1)).sum(-1)
        both = torch.cat([units, asked.expand_as(units), units * asked], dim=-1)
        more = self.out(nn.functional.gelu(self.hidden(self.dropout(both)))).squeeze(-1)
        logits: torch.Tensor = self.scale * cosine + self.bias + more
        return logits
