"""対応, the links of an opinion to measures, KPIs and passages of a draft, and 意見の行方, the road that they make."""
