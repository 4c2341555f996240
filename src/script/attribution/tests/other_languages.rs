//! Tests of languages whose rules were not measured. Only their files of words differ.

use super::{attributed, attributed_anywhere};

/// Asserts the speakers of a text. `opening` is a sentence by which the language is recognised.
fn assert_speakers(opening: &str, text: &str, speakers: &[&str]) {
    let found: Vec<String> = attributed_anywhere(&format!("{opening}\n\n{text}"))
        .into_iter()
        .map(|(speaker, _)| speaker)
        .collect();
    assert_eq!(found, speakers, "{text}");
}

const FRENCH: &str =
    "Le vent soufflait sur le port et les gens étaient rentrés chez eux avant la nuit, car il faisait froid.";
const SPANISH: &str =
    "El viento soplaba con fuerza en el puerto y la gente ya se había marchado a su casa por la noche.";
const ITALIAN: &str =
    "Il vento soffiava sul porto e la gente era già tornata a casa prima della notte, perché faceva freddo.";
const PORTUGUESE: &str =
    "O vento soprava com força no porto e as pessoas já tinham ido para casa, porque não havia luz na rua.";
const DUTCH: &str =
    "De wind stond hard op de haven en de mensen waren al naar huis, want het was koud en er was geen licht.";

#[test]
fn leaves_quotes_to_the_narrator_unless_asked() {
    let text = format!("{FRENCH}\n\n« Je reste », dit Claire Dumont.");
    assert!(attributed(&text).is_empty());
    assert_eq!(attributed_anywhere(&text).len(), 1);
}

#[test]
fn attributes_french_news_and_dialogue() {
    let news = "« Nous n’avons pas le choix », a déclaré la maire, Claire Dumont. « Il faut agir », a-t-elle ajouté.\n\n\
        « Personne ne vient », explique à l’AFP Paul Roche. Le préfet a répondu : « Nous venons demain. »";
    assert_speakers(FRENCH, news, &["Claire Dumont", "Claire Dumont", "Paul Roche", "le préfet"]);
    let dialogue =
        "— Qui est là ? demanda Madeleine.\n\n— C’est moi, Antoine.\n\n— Tu es en retard, dit-elle.";
    let spoken: Vec<String> =
        attributed_anywhere(&format!("{FRENCH}\n\n{dialogue}")).into_iter().map(|(_, text)| text).collect();
    assert_eq!(spoken, ["— Qui est là ?", "— C’est moi, Antoine.", "— Tu es en retard,"]);
}

#[test]
fn attributes_spanish_news_and_dialogue() {
    let news = "«No podemos esperar», explicó este lunes la alcaldesa, Lucía Benavides. «Nadie se irá», añadió.\n\n\
        El concejal Javier Molina respondió: «Las obras durarán ocho meses».";
    assert_speakers(SPANISH, news, &["Lucía Benavides", "Lucía Benavides", "Javier Molina"]);
    let dialogue =
        "—¿Se va usted mañana? —preguntó María Dural.\n\n—No —respondió Pablo Oriz—. Me quedo con la torre.";
    let found = attributed_anywhere(&format!("{SPANISH}\n\n{dialogue}"));
    let found: Vec<(&str, &str)> = found.iter().map(|(who, text)| (who.as_str(), text.as_str())).collect();
    let (maria, pablo) = ("María Dural", "Pablo Oriz");
    assert_eq!(found, [(maria, "—¿Se va usted mañana?"), (pablo, "—No"), (pablo, "Me quedo con la torre.")]);
}

#[test]
fn attributes_italian_portuguese_and_dutch_news() {
    let italian = "«Abbiamo solo sette bambini», ha spiegato la preside Anna Rinaldi. «È una decisione dolorosa», ha aggiunto.";
    assert_speakers(ITALIAN, italian, &["Anna Rinaldi", "Anna Rinaldi"]);
    let portuguese = "«Não temos médicos», explicou a diretora, Teresa Antunes. «É uma medida temporária», garantiu.\n\n\
        — Quem te contou? — perguntou Pedro.\n\n— Foi a minha avó — respondeu Leonor. — Ela viu tudo.";
    let speakers = ["Teresa Antunes", "Teresa Antunes", "Pedro", "Leonor", "Leonor"];
    assert_speakers(PORTUGUESE, portuguese, &speakers);
    let dutch =
        "‘We kunnen geen risico nemen’, zegt wethouder Karin de Boer. ‘Veiligheid gaat voor’, aldus De Boer.";
    assert_speakers(DUTCH, dutch, &["Karin de Boer", "Karin de Boer"]);
}
