package dev.yodel.loadtest.report.csv;

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

class CsvReportTest {

    private static final Verdict SUSPECT = Verdict.of(List.of("injector CPU: 97 % (expected: at most 90 %)"));

    @Test
    void is_the_text_that_readers_rely_on() throws IOException {
        JudgedResult result =
                new SampleStats().chat().collection().expansion().greetings().result(SUSPECT);

        Golden.assertIs("result.golden.csv", CsvReport.text(result));
    }

    @Test
    void quotes_what_would_be_another_column() {
        JudgedResult result = new SampleStats()
                .call("a,\"b\"", MethodType.UNARY, 0, 1, Status.Code.INTERNAL, FailureSource.STATUS, "INTERNAL")
                .result(SUSPECT);

        assertThat(CsvReport.text(result)).contains(",\"a,\"\"b\"\"\",UNARY,1,1,");
    }
}
