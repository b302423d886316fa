package dev.yodel.service.behavior;

import com.google.common.base.Splitter;
import com.google.rpc.Code;
import dev.yodel.v1.Sequence;
import dev.yodel.v1.SequenceStep;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A script as text: {@code k1: UNAVAILABLE, UNAVAILABLE after 2, 20ms OK}. */
final class SequenceGrammar {

    private static final Pattern STEP = Pattern.compile("(?:(\\d\\S*) +)?([A-Za-z_]+)(?: +after +(\\d{1,9}))?");

    private SequenceGrammar() {}

    static Sequence parse(String value, GrammarValues values) {
        int colon = value.indexOf(':');
        Sequence.Builder sequence = Sequence.newBuilder();
        if (colon < 1) {
            values.refuse("sequence", value, "key:step,step,… such as k1:UNAVAILABLE,OK");
            return sequence.build();
        }
        sequence.setKey(value.substring(0, colon).strip());
        for (String text : Splitter.on(',').trimResults().split(value.substring(colon + 1))) {
            Matcher step = STEP.matcher(text);
            boolean isStep = step.matches();
            Code code = isStep ? GrammarValues.code(step.group(2)) : Code.OK;
            if (!isStep || (code == Code.OK && !step.group(2).equalsIgnoreCase("OK"))) {
                values.refuse("sequence", text, "a step such as OK, UNAVAILABLE, UNAVAILABLE after 2 or 20ms OK");
                continue;
            }
            SequenceStep.Builder added = sequence.addStepsBuilder();
            if (code != Code.OK) {
                added.getStatusBuilder().setCode(code.getNumber());
            }
            if (step.group(1) != null) {
                added.setDelay(values.delay("sequence", step.group(1)));
            }
            if (step.group(3) != null) {
                added.setAfterMessages(values.number("sequence", step.group(3)));
            }
        }
        return sequence.build();
    }
}
