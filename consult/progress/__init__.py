"""PDCA beside the voices: KPI values year by year, and how far each is on its way from baseline to target."""
