//! Codes of languages: two letters, as the web has them, and three, as sound files do.

/// ISO 639-1 code and ISO 639-2/T code of the same language, run together.
const CODES: &str = "\
    aaaar ababk aeave afafr akaka amamh anarg arara asasm avava ayaym azaze babak bebel bgbul bhbih \
    bibis bmbam bnben bobod brbre bsbos cacat ceche chcha cocos crcre csces cuchu cvchv cycym dadan \
    dedeu dvdiv dzdzo eeewe elell eneng eoepo esspa etest eueus fafas ffful fifin fjfij fofao frfra \
    fyfry gagle gdgla glglg gngrn guguj gvglv hahau heheb hihin hohmo hrhrv hthat huhun hyhye hzher \
    iaina idind ieile igibo iiiii ikipk ioido isisl itita iuiku jajpn jvjav kakat kgkon kikik kjkua \
    kkkaz klkal kmkhm knkan kokor krkau kskas kukur kvkom kwcor kykir lalat lbltz lglug lilim lnlin \
    lolao ltlit lulub lvlav mgmlg mhmah mimri mkmkd mlmal mnmon mrmar msmsa mtmlt mymya nanau nbnob \
    ndnde nenep ngndo nlnld nnnno nonor nrnbl nvnav nynya ococi ojoji omorm orori ososs papan pipli \
    plpol pspus ptpor quque rmroh rnrun roron rurus rwkin sasan scsrd sdsnd sesme sgsag sisin skslk \
    slslv smsmo snsna sosom sqsqi srsrp ssssw stsot susun svswe swswa tatam tetel tgtgk ththa titir \
    tktuk tltgl tntsn toton trtur tstso tttat twtwi tytah uguig ukukr ururd uzuzb veven vivie vovol \
    wawln wowol xhxho yiyid yoyor zazha zhzho zuzul";
/// Languages without two letters that articles are written in, and the codes for one that is not told or not known.
const MORE: &str = "arz ast ceb cmn csb dsb fil frr fur gsw hsb kab kmr lad lij mul nap nds pms rup sah scn sco smj szl und vec yue zxx";
/// What people write for a language, and its code.
const NAMES: &str = "arabic ar chinese zh czech cs danish da deutsch de dutch nl english en español es finnish fi français fr french \
    fr german de greek el hungarian hu italian it italiano it japanese ja norwegian no polish pl portuguese pt português pt russian \
    ru spanish es swedish sv turkish tr ukrainian uk";

/// Two letters and three of a BCP 47 tag's language.
fn codes(tag: &str) -> Option<(&'static str, &'static str)> {
    let language = subtag(tag);
    let mut codes = CODES.split_ascii_whitespace().map(|code| code.split_at(2));
    codes.find(|(two, three)| *two == language || *three == language)
}

/// The ISO 639-2 code of a BCP 47 tag's language; `None` where it has none.
pub(crate) fn three_letters(tag: &str) -> Option<&'static str> {
    codes(tag).map(|(_, three)| three)
}

/// The language of a BCP 47 tag alone, in two letters where it has them: `de` of `de-AT` and of `deu`.
/// `None` where no language is known by it.
pub(crate) fn primary(tag: &str) -> Option<&'static str> {
    let language = subtag(tag);
    let more = || MORE.split_ascii_whitespace().find(|code| *code == language);
    codes(tag).map(|(two, _)| two).or_else(more)
}

/// The code of a language that is given by its name.
pub(crate) fn code_of(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase();
    let mut words = NAMES.split_ascii_whitespace();
    while let (Some(known), Some(code)) = (words.next(), words.next()) {
        if known == name {
            return Some(code);
        }
    }
    None
}

fn subtag(tag: &str) -> String {
    tag.trim().split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_known_by_its_language_alone() {
        for (tag, wanted) in [
            ("en", Some("eng")),
            ("de-AT", Some("deu")),
            ("ZH-Hant", Some("zho")),
            ("ary", None),
            ("", None),
            ("e", None),
            ("fra", Some("fra")),
            ("zu", Some("zul")),
            ("english", None),
        ] {
            assert_eq!(three_letters(tag), wanted, "{tag}");
        }
    }

    #[test]
    fn a_language_is_known_by_either_code_and_told_by_its_name() {
        for (tag, wanted) in [
            ("de-AT", Some("de")),
            ("deu", Some("de")),
            ("en_GB", Some("en")),
            ("gsw", Some("gsw")),
            ("und", Some("und")),
            ("english", None),
            ("xx", None),
            ("", None),
        ] {
            assert_eq!(primary(tag), wanted, "{tag}");
        }
        assert_eq!(
            (code_of("English"), code_of("Deutsch "), code_of("klingon")),
            (Some("en"), Some("de"), None)
        );
    }
}
