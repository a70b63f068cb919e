"""Statistics of a rollout: what stays true although somebody looks after every request.

One method a file. All are pure functions of running sums by arm (`sums`), so that the state of an
experiment is a few numbers that a database keeps and workers add up. Of many experiments at once,
arrays of such numbers do as well.

| question | file |
| --- | --- |
| is the challenger worse, in a share of requests? | `worse` |
| is the challenger worse, on the same requests? | `paired` |
| is there a difference of means, or of shares of many? | `msprt` |
| between which bounds is it? | `confidence_sequence` |
| is the challenger better by what was planned: promote? | `plan`, `group_sequential`, `look` |
| did the split of traffic go as planned? | `sample_ratio` |
"""
