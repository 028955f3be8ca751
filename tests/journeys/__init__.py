"""Keep them cheap: one journey per story, axe once per page and width (a page that a route leads to is in the walk already),
no `networkidle`, no sleeping; what takes the site seconds (a dictionary, a fit) is prepared before the browser begins."""
