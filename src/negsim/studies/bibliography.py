"""The works that negsim's methods and definitions come from, by the short form in which they are named."""

from __future__ import annotations

from typing import TypeAlias

Work: TypeAlias = tuple[str, dict[str, str]]  # BibTeX type; fields in the order of a citation


def _article(author: str, year: int, title: str, journal: str, volume: str, pages: str) -> Work:
    return "article", {
        "author": author,
        "year": str(year),
        "title": title,
        "journal": journal,
        "volume": volume,
        "pages": pages,
    }


def _book(author: str, year: int, title: str, publisher: str) -> Work:
    return "book", {"author": author, "year": str(year), "title": title, "publisher": publisher}


def _chapter(author: str, year: int, title: str, book: str, pages: str) -> Work:
    return "incollection", {"author": author, "year": str(year), "title": title, "booktitle": book, "pages": pages}


WORKS: dict[str, Work] = {
    "Aumann (1974)": _article(
        "Aumann, Robert J.",
        1974,
        "Subjectivity and correlation in randomized strategies",
        "Journal of Mathematical Economics",
        "1(1)",
        "67-96",
    ),
    "Bashar, Kilgour and Hipel (2012)": _article(
        "Bashar, Md. Abul and Kilgour, D. Marc and Hipel, Keith W.",
        2012,
        "Fuzzy preferences in the graph model for conflict resolution",
        "IEEE Transactions on Fuzzy Systems",
        "20(4)",
        "760-770",
    ),
    "Brams (1994)": _book("Brams, Steven J.", 1994, "Theory of Moves", "Cambridge University Press"),
    "Brown (1951)": _chapter(
        "Brown, George W.",
        1951,
        "Iterative solution of games by fictitious play",
        "Activity Analysis of Production and Allocation, ed. T. C. Koopmans, Wiley",
        "374-376",
    ),
    "Codenotti, De Rossi and Pagan (2008)": (
        "misc",
        {
            "author": "Codenotti, Bruno and De Rossi, Stefano and Pagan, Marino",
            "year": "2008",
            "title": "An experimental analysis of Lemke-Howson algorithm",
            "eprint": "arXiv:0811.3247",
        },
    ),
    "Conitzer and Sandholm (2006)": _chapter(
        "Conitzer, Vincent and Sandholm, Tuomas",
        2006,
        "Computing the optimal strategy to commit to",
        "Proceedings of the 7th ACM Conference on Electronic Commerce",
        "82-90",
    ),
    "Dantzig (1951)": _chapter(
        "Dantzig, George B.",
        1951,
        "A proof of the equivalence of the programming problem and the game problem",
        "Activity Analysis of Production and Allocation, ed. T. C. Koopmans, Wiley",
        "330-335",
    ),
    "Fang, Hipel and Kilgour (1993)": _book(
        "Fang, Liping and Hipel, Keith W. and Kilgour, D. Marc",
        1993,
        "Interactive Decision Making: The Graph Model for Conflict Resolution",
        "Wiley",
    ),
    "Fearon (1995)": _article(
        "Fearon, James D.", 1995, "Rationalist explanations for war", "International Organization", "49(3)", "379-414"
    ),
    "Fraser and Hipel (1984)": _book(
        "Fraser, Niall M. and Hipel, Keith W.", 1984, "Conflict Analysis: Models and Resolutions", "North-Holland"
    ),
    "Gillies (1959)": _chapter(
        "Gillies, Donald B.",
        1959,
        "Solutions to general non-zero-sum games",
        "Contributions to the Theory of Games IV, ed. A. W. Tucker and R. D. Luce, Princeton University Press",
        "47-85",
    ),
    "Hamouda, Kilgour and Hipel (2004)": _article(
        "Hamouda, Luai and Kilgour, D. Marc and Hipel, Keith W.",
        2004,
        "Strength of preference in the graph model for conflict resolution",
        "Group Decision and Negotiation",
        "13(5)",
        "449-462",
    ),
    "Harsanyi (1955)": _article(
        "Harsanyi, John C.",
        1955,
        "Cardinal welfare, individualistic ethics, and interpersonal comparisons of utility",
        "Journal of Political Economy",
        "63(4)",
        "309-321",
    ),
    "Harsanyi and Selten (1988)": _book(
        "Harsanyi, John C. and Selten, Reinhard",
        1988,
        "A General Theory of Equilibrium Selection in Games",
        "MIT Press",
    ),
    "Hart and Mas-Colell (2000)": _article(
        "Hart, Sergiu and Mas-Colell, Andreu",
        2000,
        "A simple adaptive procedure leading to correlated equilibrium",
        "Econometrica",
        "68(5)",
        "1127-1150",
    ),
    "Imai (1983)": _article(
        "Imai, Haruo",
        1983,
        "Individual monotonicity and lexicographic maxmin solution",
        "Econometrica",
        "51(2)",
        "389-401",
    ),
    "Inohara and Hipel (2008)": _article(
        "Inohara, Takehiro and Hipel, Keith W.",
        2008,
        "Coalition analysis in the graph model for conflict resolution",
        "Systems Engineering",
        "11(4)",
        "343-359",
    ),
    "Inohara, Hipel and Walker (2007)": _article(
        "Inohara, Takehiro and Hipel, Keith W. and Walker, Sean",
        2007,
        "Conflict analysis approaches for investigating attitudes and misperceptions in the War of 1812",
        "Journal of Systems Science and Systems Engineering",
        "16(2)",
        "181-201",
    ),
    "Kalai (1977)": _article(
        "Kalai, Ehud",
        1977,
        "Proportional solutions to bargaining situations: interpersonal utility comparisons",
        "Econometrica",
        "45(7)",
        "1623-1630",
    ),
    "Kalai and Smorodinsky (1975)": _article(
        "Kalai, Ehud and Smorodinsky, Meir",
        1975,
        "Other solutions to Nash's bargaining problem",
        "Econometrica",
        "43(3)",
        "513-518",
    ),
    "Kilgour (1985)": _chapter(
        "Kilgour, D. Marc",
        1985,
        "Anticipation and stability in two-person noncooperative games",
        "Dynamic Models of International Conflict, ed. U. Luterbacher and M. D. Ward, Lynne Rienner",
        "26-51",
    ),
    "Kilgour, Hipel, Fang and Peng (2001)": _article(
        "Kilgour, D. Marc and Hipel, Keith W. and Fang, Liping and Peng, Xiaoyong",
        2001,
        "Coalition analysis in group decision support",
        "Group Decision and Negotiation",
        "10(2)",
        "159-175",
    ),
    "Knight and Campbell (2018)": _article(
        "Knight, Vincent and Campbell, James",
        2018,
        "Nashpy: a Python library for the computation of Nash equilibria",
        "Journal of Open Source Software",
        "3(30)",
        "904",
    ),
    "Lemke and Howson (1964)": _article(
        "Lemke, Carlton E. and Howson, Joseph T.",
        1964,
        "Equilibrium points of bimatrix games",
        "Journal of the Society for Industrial and Applied Mathematics",
        "12(2)",
        "413-423",
    ),
    "Li, Hipel, Kilgour and Fang (2004)": _article(
        "Li, Kevin W. and Hipel, Keith W. and Kilgour, D. Marc and Fang, Liping",
        2004,
        "Preference uncertainty in the graph model for conflict resolution",
        "IEEE Transactions on Systems, Man, and Cybernetics, Part A",
        "34(4)",
        "507-520",
    ),
    "Luce and Raiffa (1957)": _book(
        "Luce, R. Duncan and Raiffa, Howard", 1957, "Games and Decisions: Introduction and Critical Survey", "Wiley"
    ),
    "Mangasarian (1964)": _article(
        "Mangasarian, Olvi L.",
        1964,
        "Equilibrium points of bimatrix games",
        "Journal of the Society for Industrial and Applied Mathematics",
        "12(4)",
        "778-780",
    ),
    "Mas-Colell, Whinston and Green (1995)": _book(
        "Mas-Colell, Andreu and Whinston, Michael D. and Green, Jerry R.",
        1995,
        "Microeconomic Theory",
        "Oxford University Press",
    ),
    "Maschler, Solan and Zamir (2013)": _book(
        "Maschler, Michael and Solan, Eilon and Zamir, Shmuel", 2013, "Game Theory", "Cambridge University Press"
    ),
    "Mattsson and Weibull (2002)": _article(
        "Mattsson, Lars-Göran and Weibull, Jörgen W.",
        2002,
        "Probabilistic choice and procedurally bounded rationality",
        "Games and Economic Behavior",
        "41(1)",
        "61-78",
    ),
    "McKelvey and Palfrey (1995)": _article(
        "McKelvey, Richard D. and Palfrey, Thomas R.",
        1995,
        "Quantal response equilibria for normal form games",
        "Games and Economic Behavior",
        "10(1)",
        "6-38",
    ),
    "Moulin (1979)": _article(
        "Moulin, Hervé", 1979, "Dominance solvable voting schemes", "Econometrica", "47(6)", "1337-1351"
    ),
    "Moulin and Vial (1978)": _article(
        "Moulin, Hervé and Vial, Jean-Philippe",
        1978,
        "Strategically zero-sum games: the class of games whose completely mixed equilibria cannot be improved upon",
        "International Journal of Game Theory",
        "7",
        "201-221",
    ),
    "Nash (1950)": _article("Nash, John", 1950, "The bargaining problem", "Econometrica", "18(2)", "155-162"),
    "Nash (1951)": _article("Nash, John", 1951, "Non-cooperative games", "Annals of Mathematics", "54(2)", "286-295"),
    "Pareto (1906)": _book("Pareto, Vilfredo", 1906, "Manuale di economia politica", "Società Editrice Libraria"),
    "Pearce (1984)": _article(
        "Pearce, David G.",
        1984,
        "Rationalizable strategic behavior and the problem of perfection",
        "Econometrica",
        "52(4)",
        "1029-1050",
    ),
    "Raiffa (1953)": _chapter(
        "Raiffa, Howard",
        1953,
        "Arbitration schemes for generalized two-person games",
        "Contributions to the Theory of Games II, ed. H. W. Kuhn and A. W. Tucker, Princeton University Press",
        "361-387",
    ),
    "Rego and Vieira (2017)": _article(
        "Rego, Leandro Chaves and Vieira, Giannini Italino Alves",
        2017,
        "Symmetric sequential stability in the graph model for conflict resolution with multiple decision makers",
        "Group Decision and Negotiation",
        "26(4)",
        "775-792",
    ),
    "Rego and Vieira (2020)": _article(
        "Rego, Leandro Chaves and Vieira, Giannini Italino Alves",
        2020,
        "Maximin_h stability in the graph model for conflict resolution for conflicts with two decision makers",
        "Group Decision and Negotiation",
        "29(3)",
        "519-540",
    ),
    "Soares and others (2026)": (
        "article",
        {
            "author": "Soares, A. M. G. and others",
            "year": "2026",
            "title": "Alternative limited move stabilities in the graph model for conflict resolution with multiple "
            "decision makers",
            "journal": "Group Decision and Negotiation",
            "doi": "10.1007/s10726-026-09962-3",
        },
    ),
    "Rubinstein (1982)": _article(
        "Rubinstein, Ariel", 1982, "Perfect equilibrium in a bargaining model", "Econometrica", "50(1)", "97-109"
    ),
    "Taylor (1979)": _article(
        "Taylor, Peter D.",
        1979,
        "Evolutionarily stable strategies with two types of player",
        "Journal of Applied Probability",
        "16(1)",
        "76-83",
    ),
    "Taylor and Jonker (1978)": _article(
        "Taylor, Peter D. and Jonker, Leo B.",
        1978,
        "Evolutionary stable strategies and game dynamics",
        "Mathematical Biosciences",
        "40(1-2)",
        "145-156",
    ),
    "Thomson (1981)": _article(
        "Thomson, William",
        1981,
        "Nash's bargaining solution and utilitarian choice rules",
        "Econometrica",
        "49(2)",
        "535-538",
    ),
    "Turocy (2005)": _article(
        "Turocy, Theodore L.",
        2005,
        "A dynamic homotopy interpretation of the logistic quantal response equilibrium correspondence",
        "Games and Economic Behavior",
        "51(2)",
        "243-263",
    ),
    "von Neumann (1928)": _article(
        "von Neumann, John",
        1928,
        "Zur Theorie der Gesellschaftsspiele",
        "Mathematische Annalen",
        "100",
        "295-320",
    ),
    "von Stackelberg (1934)": _book("von Stackelberg, Heinrich", 1934, "Marktform und Gleichgewicht", "Springer"),
    "von Stengel (2002)": _chapter(
        "von Stengel, Bernhard",
        2002,
        "Computing equilibria for two-person games",
        "Handbook of Game Theory with Economic Applications, volume 3, ed. R. J. Aumann and S. Hart, Elsevier",
        "1723-1759",
    ),
    "Xu, Hipel and Kilgour (2009)": _article(
        "Xu, Haiyan and Hipel, Keith W. and Kilgour, D. Marc",
        2009,
        "Matrix representation of solution concepts in multiple-decision-maker graph models",
        "IEEE Transactions on Systems, Man, and Cybernetics, Part A",
        "39(1)",
        "96-108",
    ),
}
