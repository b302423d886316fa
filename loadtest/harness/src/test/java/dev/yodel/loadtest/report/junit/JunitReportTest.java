package dev.yodel.loadtest.report.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yodel.loadtest.result.Golden;
import dev.yodel.loadtest.result.SampleStats;
import dev.yodel.loadtest.verdict.JudgedResult;
import dev.yodel.loadtest.verdict.Verdict;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class JunitReportTest {

    private static final Verdict SUSPECT = Verdict.of(List.of("injector CPU: 97 % (expected: at most 90 %)"));

    @Test
    void is_the_text_that_readers_rely_on() throws IOException {
        JudgedResult result =
                new SampleStats().chat().collection().expansion().greetings().result(SUSPECT);

        Golden.assertIs("junit.golden.xml", JunitReport.text(result));
    }

    @Test
    void is_well_formed_and_counts_what_failed() throws Exception {
        JudgedResult result = new SampleStats().greetings().result(SUSPECT);
        Document xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(JunitReport.text(result))));

        Element suite = xml.getDocumentElement();
        assertThat(suite.getAttribute("tests")).isEqualTo("3");
        assertThat(suite.getAttribute("failures")).isEqualTo("2");
        assertThat(xml.getElementsByTagName("testcase").getLength()).isEqualTo(3);
        assertThat(xml.getElementsByTagName("failure").getLength()).isEqualTo(2);
    }
}
