package dev.yodel.service.greeting;

import dev.yodel.service.behavior.Violations;
import dev.yodel.service.call.AnswerExtras;
import dev.yodel.service.call.CallLogic;
import dev.yodel.v1.Behavior;
import dev.yodel.v1.GreetGroupRequest;
import dev.yodel.v1.GreetGroupResponse;
import java.util.ArrayList;
import java.util.List;

/** Many names, greeted at once; only the two that the greeting says are kept. */
final class GreetGroupCall implements CallLogic<GreetGroupRequest, GreetGroupResponse> {

    private final List<String> firstTwo = new ArrayList<>(2);
    private Language language = Languages.ENGLISH;
    private long count;

    @Override
    public Behavior behaviorOf(GreetGroupRequest first) {
        return first.getBehavior();
    }

    @Override
    public void accept(GreetGroupRequest request) {
        Violations violations = new Violations();
        Names.check(request.getName(), violations);
        Language asked = Languages.of("language", request.getLanguage(), violations);
        violations.rejectIfAny();
        if (!request.getLanguage().isEmpty()) {
            language = asked;
        }
        if (firstTwo.size() < 2) {
            firstTwo.add(request.getName());
        }
        count++;
    }

    @Override
    public GreetGroupResponse next(AnswerExtras extras) {
        GreetGroupResponse.Builder response = GreetGroupResponse.newBuilder()
                .setGreeting(language.greetGroup(firstTwo, count))
                .setLanguage(language.tag())
                .setCount(count);
        extras.addTo(response::setPadding, response::setInfo);
        return response.build();
    }
}
