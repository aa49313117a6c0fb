"""The sentences of a model card that hold for every model; its figures are in model.training.card_readme."""

from __future__ import annotations

from typing import Final

RULE_NOTES: Final = """\
- `study`: each member's likeliest genre gets that member's weight, and the greatest sum wins; the first
  member decides where all differ.
- `soft`: the genre of the greatest weighted mean (the geometric one) of the members' probabilities.

The probability that is shown of a genre, under either rule, is that the track carries this genre: the mean
of the rule `soft`, drawn through a curve that was fitted on tracks of artists that the members were not
trained on. A track may have several genres, so a song's probabilities may sum to more than 1.
"""
MEMBER_NOTES: Final = """\
A recording's label is a share of each of its seeds or genres: 70 % is split evenly among those that it was
found under, 30 % is the opinion of three small neural networks, the teacher, fitted to the same recordings.
In training key, mode and time_signature are each hidden in 30 % of the rows, in half of these all three
together, the other features in 2 %, and all in 1 %, so that a missing value is nothing new. Nothing is
resampled.

Each member lies here twice: as its library's own file, which LightGBM or XGBoost loads, and as the same
trees in plain arrays (`.npz`, no code inside), which are what answers: the probabilities are equal to 1e-6.
The Korean tracks carry no genre of their own: a linear teacher, trained on the recordings alone, judges them
after their loudness and energy were matched to the recordings'. A track weighs the more the less it could be
one of the recordings, which weigh 1.
"""
SCORE_NOTES: Final = """\
`any`: the chosen genre is one of the track's genres. `any of 3`: one of the first three is. `macro F1`:
of `any`, each genre counting the same. `strict`: the chosen genre is the track's rarest one; `log-loss`
is on that one too. `ECE`: the expected calibration error of the chosen genre's probability against `any`,
over the tracks of all folds together: of a member the raw probability's, of a rule the shown one's, with a
curve fitted on the other folds (of merged genres: raw). After ± the standard deviation over the folds. A
rule's other figures are of the raw mean, whichever genre it chooses. The members' sizes and weights were
chosen with an eye on these folds, so the figures are slightly kind. Resampling, and splits that share artists
or recordings, give far higher figures, which are worth nothing. Merged genres: soul with r-n-b; indie,
singer-songwriter and folk; alternative with rock.
"""
MISUSE: Final = """\
- It hears 13 numbers, not the song: it knows no lyrics, no language, no instruments, and of the artist no
  more than 13 numbers of each other song. Its genre is an opinion, often wrong (see the scores), and no fact
  about a song or the people who made it.
- It is not for paying, ranking, blocking or moderating people or songs, nor for labelling a catalogue
  without review.
- Its genres are Spotify's seeds of 2022 regrouped, neither Melon's nor another service's own. K-pop is none
  of them: a Korean song is told which of 28 mostly Western genres it sounds like, and popular songs are the
  hard ones. Melon's words, where it has them, are guesses at five of Melon's genres.
- Spotify's developer terms restrict machine learning on Spotify content. The data set is a public one;
  the users of this model are responsible for the terms that bind them.
"""
KOREAN_NOTES: Final = """\
The area under the ROC curve of each Melon genre against the rest, for Korean songs with one Melon genre,
nothing of which was learnt: hip-hop by P(hip-hop), R&B/Soul by P(r-n-b) + P(soul), rock/metal by P(rock) +
P(metal) + P(punk) + P(alternative), dance by P(dance) + P(electronic) + P(disco) + P(pop) + P(club), ballad
by P(acoustic) + P(singer-songwriter) + P(folk) + P(chill). A rule is judged by its own score: `study` by the
share of the weights, `soft` by the weighted mean. The headline is the first part of the table, each fold's
models on the songs of artists that they did not learn from: an artist's songs resemble each other, and an
artist in the data set would be recognised. The songs' ids are not among the tracks that the members learn
from. How they learn from the chart was chosen with an eye on these areas, so they are slightly kind too.
"""
