package dev.yodel.service.greeting;

import dev.yodel.service.behavior.Violations;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The languages of the greetings, found by the lookup of RFC 4647: subtags are removed from the end of a tag until it
 * matches, so "pt-BR" finds "pt". If nothing matches, English is used.
 */
final class Languages {

    static final Language ENGLISH =
            new Language("en", "Hello, ", "!", "World", "%s and %s", "%s, %s and 1 other", "%s, %s and %d others");

    static final List<Language> ALL = List.of(
            ENGLISH,
            // Names are isolated (U+2068, U+2069), so that one in another direction does not reorder what surrounds it.
            new Language(
                    "ar",
                    "مرحبًا يا \u2068",
                    "\u2069!",
                    "عالم",
                    "%s\u2069 و\u2068%s",
                    "%s\u2069 و\u2068%s\u2069 وشخص آخر\u2068",
                    Languages::arabic),
            new Language("da", "Hej, ", "!", "verden", "%s og %s", "%s, %s og 1 anden", "%s, %s og %d andre"),
            new Language(
                    "de",
                    "Hallo, ",
                    "!",
                    "Welt",
                    "%s und %s",
                    "%s, %s und 1 weitere Person",
                    "%s, %s und %d weitere Personen"),
            new Language(
                    "es", "¡Hola, ", "!", "mundo", "%s y %s", "%s, %s y 1 persona más", "%s, %s y %d personas más"),
            new Language("fi", "Hei, ", "!", "maailma", "%s ja %s", "%s, %s ja 1 muu", "%s, %s ja %d muuta"),
            new Language("fr", "Bonjour, ", " !", "monde", "%s et %s", "%s, %s et 1 autre", "%s, %s et %d autres"),
            new Language("gsw", "Grüezi, ", "!", "Wält", "%s und %s", "%s, %s und 1 anderi", "%s, %s und %d anderi"),
            new Language(
                    "it", "Ciao, ", "!", "mondo", "%s e %s", "%s, %s e 1 altra persona", "%s, %s e altre %d persone"),
            new Language("ja", "こんにちは、", "！", "世界", "%sと%s", "%s、%s、ほか1名", "%s、%s、ほか%d名"),
            new Language("ko", "안녕하세요, ", "!", "세계", "%s, %s", "%s, %s 외 1명", "%s, %s 외 %d명"),
            new Language("nb", "Hei, ", "!", "verden", "%s og %s", "%s, %s og 1 annen", "%s, %s og %d andre"),
            new Language("nl", "Hallo, ", "!", "wereld", "%s en %s", "%s, %s en 1 ander", "%s, %s en %d anderen"),
            new Language("pt", "Olá, ", "!", "mundo", "%s e %s", "%s, %s e mais 1 pessoa", "%s, %s e mais %d pessoas"),
            new Language("ru", "Привет, ", "!", "мир", "%s и %s", "%s, %s и ещё 1 человек", Languages::russian),
            new Language("sv", "Hej, ", "!", "världen", "%s och %s", "%s, %s och 1 till", "%s, %s och %d till"),
            new Language(
                    "tr", "Merhaba, ", "!", "dünya", "%s ve %s", "%s, %s ve 1 kişi daha", "%s, %s ve %d kişi daha"),
            new Language("zh", "你好，", "！", "世界", "%s和%s", "%s、%s和另外1人", "%s、%s和另外%d人"));

    private static final Map<String, Language> BY_TAG =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Language::tag, Function.identity()));

    /** The syntax of a tag, and the length that RFC 5646 requires software to accept (section 4.4.1). */
    private static final Pattern TAG = Pattern.compile("(?=.{1,35}$)[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*");

    private Languages() {}

    /** By the plural rules of Unicode CLDR: two, 3 to 10, 11 to 99, and the hundreds. */
    private static String arabic(long others) {
        long lastTwo = others % 100;
        String people = others == 2
                ? "وشخصان آخران"
                : lastTwo >= 3 && lastTwo <= 10 ? "و%d أشخاص آخرين" : lastTwo >= 11 ? "و%d شخصًا آخر" : "و%d شخص آخر";
        return "%s\u2069 و\u2068%s\u2069 " + people.replace("%d", "%3$d") + "\u2068";
    }

    /** By the plural rules of Unicode CLDR: 2 to 4, 22 to 24 and so on have a form of their own. */
    private static String russian(long others) {
        boolean few = others % 10 >= 2 && others % 10 <= 4 && (others % 100 < 12 || others % 100 > 14);
        return "%s, %s и ещё %d " + (few ? "человека" : "человек");
    }

    /** Returns the best match for a tag, English if it is empty or unknown; a malformed tag is added to the violations. */
    static Language of(String field, String tag, Violations violations) {
        if (tag.isEmpty()) {
            return ENGLISH;
        }
        Language exact = BY_TAG.get(tag);
        if (exact != null) {
            return exact;
        }
        if (!TAG.matcher(tag).matches()) {
            violations.add(field, tag, "a BCP 47 tag, such as \"en\" or \"pt-BR\"");
            return ENGLISH;
        }
        return nearest(tag.toLowerCase(Locale.ROOT));
    }

    private static Language nearest(String tag) {
        for (int end = tag.length(); end > 0; end = tag.lastIndexOf('-', end - 1)) {
            Language language = BY_TAG.get(tag.substring(0, end));
            if (language != null) {
                return language;
            }
        }
        return ENGLISH;
    }
}
