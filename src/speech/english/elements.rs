//! Chemical symbols. Data only.

/// Oxides whose symbols spell a word.
pub(super) const OXIDES: &[&str] = &["NO", "SO"];

/// Symbols of the elements that stand in news.
pub(super) const ELEMENTS: &[&str] = &[
    "Ag", "Al", "Ar", "As", "Au", "B", "Ba", "Be", "Bi", "Br", "C", "Ca", "Cd", "Ce", "Cl", "Co", "Cr", "Cs",
    "Cu", "F", "Fe", "Ga", "Ge", "H", "He", "Hg", "I", "K", "Kr", "La", "Li", "Mg", "Mn", "Mo", "N", "Na",
    "Nb", "Nd", "Ne", "Ni", "O", "P", "Pb", "Pd", "Pt", "Pu", "Ra", "Rb", "Rn", "S", "Sb", "Se", "Si", "Sn",
    "Sr", "Te", "Th", "Ti", "Tl", "U", "V", "W", "Xe", "Y", "Zn", "Zr",
];
