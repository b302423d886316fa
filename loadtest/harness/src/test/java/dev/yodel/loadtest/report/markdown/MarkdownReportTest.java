package dev.yodel.loadtest.report.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.gatling.grpc.stats.FailureSource;
import dev.yodel.loadtest.result.Golden;
import dev.yodel.loadtest.result.SampleStats;
import dev.yodel.loadtest.verdict.JudgedResult;
import dev.yodel.loadtest.verdict.Verdict;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {

    private static final Verdict SUSPECT = Verdict.of(List.of("injector CPU: 97 % (expected: at most 90 %)"));

    @Test
    void is_the_text_that_readers_rely_on() throws IOException {
        JudgedResult result =
                new SampleStats().chat().collection().expansion().greetings().result(SUSPECT);

        Golden.assertIs("summary.golden.md", MarkdownReport.text(result));
    }

    @Test
    void an_error_text_stays_text() {
        JudgedResult result = new SampleStats()
                .call(
                        "greet",
                        MethodType.UNARY,
                        0,
                        1,
                        Status.Code.INTERNAL,
                        FailureSource.STATUS,
                        "INTERNAL: a|b <script> [x](y)\n# z")
                .result(SUSPECT);

        assertThat(MarkdownReport.text(result)).contains("greet: INTERNAL: a\\|b \\<script\\> \\[x\\](y) \\# z\n");
    }
}
