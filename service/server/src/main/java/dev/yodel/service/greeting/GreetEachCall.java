package dev.yodel.service.greeting;

import dev.yodel.service.behavior.Violations;
import dev.yodel.service.call.CallLogic;
import dev.yodel.v1.GreetEachRequest;
import dev.yodel.v1.GreetEachResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GreetEach}: one greeting per language. */
final class GreetEachCall implements CallLogic<GreetEachRequest, GreetEachResponse> {

    private static final int MAX_LANGUAGES = 1000;

    private String name = "";
    private List<Language> languages = Languages.ALL;
    private int position;

    @Override
    public void accept(GreetEachRequest request) {
        Violations violations = new Violations();
        name = request.getName();
        violations.checkLength("name", name, GreetingService.MAX_NAME);
        int count = request.getLanguagesCount();
        if (count > MAX_LANGUAGES) {
            violations.add("languages", count + " languages", "at most " + MAX_LANGUAGES + " languages");
        } else if (count > 0) {
            languages = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                languages.add(Languages.of("languages[" + i + "]", request.getLanguages(i), violations));
            }
        }
        violations.rejectIfAny();
    }

    @Override
    public @Nullable GreetEachResponse next() {
        if (position == languages.size()) {
            return null;
        }
        Language language = languages.get(position++);
        return GreetEachResponse.newBuilder()
                .setGreeting(language.greet(name))
                .setLanguage(language.tag())
                .build();
    }

    @Override
    public long responseCount() {
        return languages.size();
    }

    @Override
    public String countField() {
        return "languages";
    }

    @Override
    public long responseBytes() {
        return name.length();
    }
}
