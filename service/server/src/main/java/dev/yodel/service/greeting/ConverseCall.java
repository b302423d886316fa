package dev.yodel.service.greeting;

import dev.yodel.service.behavior.Violations;
import dev.yodel.service.call.AnswerExtras;
import dev.yodel.service.call.CallLogic;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.ConverseRequest;
import dev.yodel.v1.ConverseResponse;
import org.jspecify.annotations.Nullable;

/** Many names, each greeted as it comes. */
final class ConverseCall implements CallLogic<ConverseRequest, ConverseResponse> {

    private @Nullable String ungreeted;
    private Language language = Languages.ENGLISH;

    @Override
    public Behavior behaviorOf(ConverseRequest first) {
        return first.getBehavior();
    }

    @Override
    public void accept(ConverseRequest request) {
        Violations violations = new Violations();
        Names.check(request.getName(), violations);
        language = Languages.of("language", request.getLanguage(), violations);
        violations.rejectIfAny();
        ungreeted = request.getName();
    }

    @Override
    public @Nullable ConverseResponse next(AnswerExtras extras) {
        String name = ungreeted;
        if (name == null) {
            return null;
        }
        ungreeted = null;
        ConverseResponse.Builder response =
                ConverseResponse.newBuilder().setGreeting(language.greet(name)).setLanguage(language.tag());
        extras.addTo(response::setPadding, response::setInfo);
        return response.build();
    }
}
