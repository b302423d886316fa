package dev.yodel.service.greeting;

import dev.yodel.service.behavior.Violations;
import dev.yodel.service.call.CallLogic;
import dev.yodel.v1.GreetGroupRequest;
import dev.yodel.v1.GreetGroupResponse;
import java.util.ArrayList;
import java.util.List;

/** {@code GreetGroup}: one greeting for many names; keeps only the two names that the greeting contains. */
final class GreetGroupCall implements CallLogic<GreetGroupRequest, GreetGroupResponse> {

    private final List<String> firstTwo = new ArrayList<>(2);
    private Language language = Languages.ENGLISH;
    private long count;

    @Override
    public void accept(GreetGroupRequest request) {
        Violations violations = new Violations();
        violations.checkLength("name", request.getName(), GreetingService.MAX_NAME);
        Language requested = Languages.of("language", request.getLanguage(), violations);
        violations.rejectIfAny();
        if (!request.getLanguage().isEmpty()) {
            language = requested;
        }
        if (firstTwo.size() < 2) {
            firstTwo.add(request.getName());
        }
        count++;
    }

    @Override
    public GreetGroupResponse next() {
        return GreetGroupResponse.newBuilder()
                .setGreeting(language.greetGroup(firstTwo, count))
                .setLanguage(language.tag())
                .setCount(count)
                .build();
    }
}
