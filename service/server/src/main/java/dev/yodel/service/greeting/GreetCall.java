package dev.yodel.service.greeting;

import dev.yodel.service.behavior.Violations;
import dev.yodel.service.call.AnswerExtras;
import dev.yodel.service.call.CallLogic;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.GreetRequest;
import dev.yodel.v1.GreetResponse;

/** One name, greeted once. */
final class GreetCall implements CallLogic<GreetRequest, GreetResponse> {

    private String name = "";
    private Language language = Languages.ENGLISH;

    @Override
    public Behavior behaviorOf(GreetRequest first) {
        return first.getBehavior();
    }

    @Override
    public void accept(GreetRequest request) {
        Violations violations = new Violations();
        name = request.getName();
        Names.check(name, violations);
        language = Languages.of("language", request.getLanguage(), violations);
        violations.rejectIfAny();
    }

    @Override
    public GreetResponse next(AnswerExtras extras) {
        GreetResponse.Builder response =
                GreetResponse.newBuilder().setGreeting(language.greet(name)).setLanguage(language.tag());
        extras.addTo(response::setPadding, response::setInfo);
        return response.build();
    }
}
