"""Results go public: counts that add up, a check before release, frozen versions, the page and the files of each."""
