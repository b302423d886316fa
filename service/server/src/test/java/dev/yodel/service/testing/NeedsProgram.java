package dev.yodel.service.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs programs from outside the build. Where one is absent, the test is skipped with a line that names it;
 * with {@code CI=true} in the environment it fails instead, so that no build server passes by skipping.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsProgramCondition.class)
public @interface NeedsProgram {

    /** The names of the programs, as typed in a shell. */
    String[] value();
}
