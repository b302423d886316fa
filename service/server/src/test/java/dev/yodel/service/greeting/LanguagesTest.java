package dev.yodel.service.greeting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.service.behavior.Violations;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguagesTest {

    static final List<Language> ALL = Languages.ALL;

    @ParameterizedTest
    @CsvSource({"'', en", "de, de", "DE, de", "de-CH-1996, de", "zh-Hant-TW, zh", "tlh, en", "x-klingon, en"})
    void finds_the_nearest_language(String tag, String nearest) {
        Violations violations = new Violations();

        assertThat(Languages.of("language", tag, violations).tag()).isEqualTo(nearest);
        violations.rejectIfAny();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" ", "pt_BR", "en-", "-en", "toolongapart", "de--CH", "en-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa"})
    void notes_what_is_no_tag(String tag) {
        Violations violations = new Violations();

        Languages.of("language", tag, violations);

        assertThatThrownBy(violations::rejectIfAny).hasMessageStartingWith("language: " + tag);
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void every_language_greets_one_two_and_many(Language language) {
        List<String> two = List.of("Ada", "100% Grace");

        assertThat(language.greet("Ada")).contains("Ada").doesNotContain(language.world());
        assertThat(language.greet("")).contains(language.world());
        assertThat(language.greetGroup(two, 2)).contains("Ada", "100% Grace");
        // Arabic has a word for one person.
        assertThat(language.greetGroup(two, 3))
                .contains("Ada", "100% Grace", language.tag().equals("ar") ? "شخص آخر" : "1");
        assertThat(language.greetGroup(two, 44)).contains("Ada", "100% Grace", "42");
    }

    @ParameterizedTest
    @CsvSource({
        "ru, 1, человек",
        "ru, 2, человека",
        "ru, 5, человек",
        "ru, 11, человек",
        "ru, 12, человек",
        "ru, 21, человек",
        "ru, 22, человека",
        "ru, 112, человек",
        "ar, 2, شخصان آخران",
        "ar, 3, 3 أشخاص آخرين",
        "ar, 11, 11 شخصًا آخر",
        "ar, 100, 100 شخص آخر",
        "ar, 103, 103 أشخاص آخرين"
    })
    void plurals_follow_the_rules_of_the_language(String tag, int others, String people) {
        String greeting = language(tag).greetGroup(List.of("Ada", "Grace"), others + 2L);

        assertThat(greeting.replaceAll("[\\u2068\\u2069!]", "").strip()).endsWith(people);
    }

    @Test
    void right_to_left_greetings_isolate_names() {
        assertThat(language("ar").greet("Ada")).isEqualTo("مرحبًا يا \u2068Ada\u2069!");
        for (int count = 1; count < 120; count++) {
            String greeting = language("ar").greetGroup(count < 2 ? List.of("Ada") : List.of("Ada", "Grace"), count);
            assertThat(greeting.chars().filter(c -> c == 0x2068).count())
                    .isEqualTo(greeting.chars().filter(c -> c == 0x2069).count());
        }
    }

    private static Language language(String tag) {
        return Languages.of("language", tag, new Violations());
    }
}
