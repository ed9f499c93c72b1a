"""The faces for other programs: an MCP server and an OpenAI-compatible endpoint. No logic of answers stands here."""
