"""The strategy as data: a city's YAML file goes in, the public reads it as pages. No code here knows a city."""

from pathlib import Path

SHIPPED_STRATEGY = Path(__file__).parent / "cities" / "iwaki.yaml"
