"""ヒアリングの分析: who was heard when, how often and how many; who was not; and what the last hearings still added."""
