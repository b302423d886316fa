package dev.yodel.service.greeting;

import dev.yodel.service.behavior.Violations;
import dev.yodel.service.call.CallLogic;
import dev.yodel.v1.GreetRequest;
import dev.yodel.v1.GreetResponse;

/** {@code Greet}: one greeting for one name. */
final class GreetCall implements CallLogic<GreetRequest, GreetResponse> {

    private String name = "";
    private Language language = Languages.ENGLISH;

    @Override
    public void accept(GreetRequest request) {
        Violations violations = new Violations();
        name = request.getName();
        Names.check(name, violations);
        language = Languages.of("language", request.getLanguage(), violations);
        violations.rejectIfAny();
    }

    @Override
    public GreetResponse next() {
        return GreetResponse.newBuilder()
                .setGreeting(language.greet(name))
                .setLanguage(language.tag())
                .build();
    }
}
