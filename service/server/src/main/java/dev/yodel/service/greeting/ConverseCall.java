package dev.yodel.service.greeting;

import dev.yodel.service.behavior.Violations;
import dev.yodel.service.call.CallLogic;
import dev.yodel.v1.ConverseRequest;
import dev.yodel.v1.ConverseResponse;
import org.jspecify.annotations.Nullable;

/** {@code Converse}: a greeting for each name. */
final class ConverseCall implements CallLogic<ConverseRequest, ConverseResponse> {

    private @Nullable String pendingName;
    private Language language = Languages.ENGLISH;

    @Override
    public void accept(ConverseRequest request) {
        Violations violations = new Violations();
        Names.check(request.getName(), violations);
        language = Languages.of("language", request.getLanguage(), violations);
        violations.rejectIfAny();
        pendingName = request.getName();
    }

    @Override
    public @Nullable ConverseResponse next() {
        String name = pendingName;
        if (name == null) {
            return null;
        }
        pendingName = null;
        return ConverseResponse.newBuilder()
                .setGreeting(language.greet(name))
                .setLanguage(language.tag())
                .build();
    }
}
