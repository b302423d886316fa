package dev.yodel.service.greeting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yodel.service.behavior.Violations;
import java.util.List;
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
        assertThat(language.greetGroup(two, 3)).contains("Ada", "100% Grace", "1");
        assertThat(language.greetGroup(two, 44)).contains("Ada", "100% Grace", "42");
    }
}
