package dev.yodel.service.room;

import dev.yodel.service.behavior.Violations;
import dev.yodel.v1.Hello;
import dev.yodel.v1.Post;
import dev.yodel.v1.SlowPolicy;

/** The bounds on what a member sends. */
final class JoinChecks {

    static final int MAX_ROOM = 64;
    static final int MAX_NAME = 32;
    private static final int MAX_SESSION = 64;
    private static final int MAX_ROOM_ID = 64;

    private JoinChecks() {}

    static void check(Hello hello) {
        Violations violations = new Violations();
        checkName("hello.room", hello.getRoom(), MAX_ROOM, violations);
        checkName("hello.name", hello.getName(), MAX_NAME, violations);
        if (hello.getFromSeq() < 0) {
            violations.add("hello.from_seq", hello.getFromSeq(), "0 or more");
        }
        violations.checkLength("hello.room_id", hello.getRoomId(), MAX_ROOM_ID);
        violations.checkLength("hello.session", hello.getSession(), MAX_SESSION);
        if (hello.getSlowPolicy() == SlowPolicy.UNRECOGNIZED) {
            violations.add(
                    "hello.slow_policy", hello.getSlowPolicyValue(), "SLOW_POLICY_GAP or SLOW_POLICY_DISCONNECT");
        }
        violations.rejectIfAny();
    }

    static void check(Post post, RoomLimits limits) {
        Violations violations = new Violations();
        long bytes = (long) post.getTextBytes().size() + post.getPayload().size();
        if (bytes > limits.postBytes()) {
            violations.add("post", bytes + " bytes", "at most " + limits.postBytes() + " bytes");
        }
        violations.rejectIfAny();
    }

    private static void checkName(String field, String name, int max, Violations violations) {
        if (name.isBlank()) {
            violations.add(field, "\"" + name + "\"", "1 to " + max + " characters");
        } else if (name.chars().anyMatch(Character::isISOControl)) {
            violations.add(field, "a control character", "none");
        }
        violations.checkLength(field, name, max);
    }
}
