package dev.yodel.loadtest.report.junit;

import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.verdict.ExpectationResult;
import dev.yodel.loadtest.verdict.JudgedResult;
import dev.yodel.loadtest.verdict.Verdict;
import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The verdict and each expectation as a test case, in the form of JUnit that every CI server reads. A missed expectation is
 * a failure. A suspect verdict is a failure if expectations were asked for, and skipped otherwise.
 */
public final class JunitReport {

    private JunitReport() {}

    public static String text(JudgedResult judged) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            suite(xml, judged);
            xml.writeCharacters("\n");
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }

    private static void suite(XMLStreamWriter xml, JudgedResult judged) throws XMLStreamException {
        RunResult result = judged.result();
        boolean suspect = judged.verdict().status() != Verdict.Status.VALID;
        boolean fails = suspect && judged.goals().asked();
        String title = "yodel " + result.plan().scenario() + " " + result.info().title();
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", printable(title));
        xml.writeAttribute("timestamp", result.window().start().toString().replaceFirst("(\\.\\d+)?Z$", ""));
        xml.writeAttribute(
                "time", String.format(Locale.ROOT, "%.3f", result.window().seconds()));
        xml.writeAttribute("tests", String.valueOf(1 + judged.expectations().size()));
        xml.writeAttribute("failures", String.valueOf(judged.missed().size() + (fails ? 1 : 0)));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", suspect && !fails ? "1" : "0");
        properties(xml, result);
        testCase(xml, title, "verdict");
        if (suspect) {
            String reasons = String.join("\n", judged.verdict().reasons());
            outcome(xml, fails ? "failure" : "skipped", judged.verdict().status() + ": " + reasons);
        }
        end(xml, 1);
        for (ExpectationResult expectation : judged.expectations()) {
            testCase(xml, title, expectation.expectation().text());
            if (!expectation.met()) {
                outcome(xml, "failure", "missed: %s: %s".formatted(expectation.expectation(), expectation.found()));
            }
            end(xml, 1);
        }
        end(xml, 0);
    }

    private static void properties(XMLStreamWriter xml, RunResult result) throws XMLStreamException {
        start(xml, 1, "properties");
        property(xml, "run-id", result.info().runId());
        property(xml, "target", result.plan().target().toString());
        property(xml, "yodel", result.info().yodel());
        for (var label : result.info().labels().entrySet()) {
            property(xml, label.getKey(), label.getValue());
        }
        end(xml, 1);
    }

    private static void property(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        indent(xml, 2);
        xml.writeEmptyElement("property");
        xml.writeAttribute("name", name);
        xml.writeAttribute("value", printable(value));
    }

    private static void testCase(XMLStreamWriter xml, String suite, String name) throws XMLStreamException {
        start(xml, 1, "testcase");
        xml.writeAttribute("classname", printable(suite));
        xml.writeAttribute("name", printable(name));
        xml.writeAttribute("time", "0");
    }

    private static void outcome(XMLStreamWriter xml, String element, String message) throws XMLStreamException {
        start(xml, 2, element);
        xml.writeAttribute("message", printable(message));
        xml.writeEndElement();
    }

    private static void start(XMLStreamWriter xml, int depth, String element) throws XMLStreamException {
        indent(xml, depth);
        xml.writeStartElement(element);
    }

    private static void end(XMLStreamWriter xml, int depth) throws XMLStreamException {
        indent(xml, depth);
        xml.writeEndElement();
    }

    private static void indent(XMLStreamWriter xml, int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }

    /** Without the characters that XML 1.0 does not have, such as those an error text of a server may bring. */
    private static String printable(String text) {
        return text.replaceAll("[^\\x09\\x0A\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "?");
    }
}
