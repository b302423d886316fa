package dev.yodel.loadtest.plan.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedFileTest {

    @TempDir
    Path folder;

    @Test
    void reads_csv_with_quotes_and_line_breaks() throws Exception {
        Feed feed = read("a.csv", "\uFEFFid,name\r\n1,\"Ada, \"\"A\"\"\"\r\n2,\"two\nlines\"\n\n3,\n");

        assertThat(feed.columns()).containsExactly("id", "name");
        assertThat(feed.rows())
                .containsExactly(
                        Map.of("id", "1", "name", "Ada, \"A\""),
                        Map.of("id", "2", "name", "two\nlines"),
                        Map.of("id", "3", "name", ""));
    }

    @Test
    void reads_json_with_types() throws Exception {
        assertThat(read("a.json", "[{\"id\": 1, \"tags\": [\"x\"]}, {\"id\": 2}]")
                        .rows())
                .containsExactly(Map.of("id", 1, "tags", List.of("x")), Map.of("id", 2));
        assertThat(read("a.jsonl", "{\"id\": 1}\n\n{\"id\": 2}\n").rows())
                .containsExactly(Map.of("id", 1), Map.of("id", 2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.csv | id,id~1,2 | header [id, id] (expected: a name for each column, each once)",
                "a.csv | id,name~1 | line 2: 1 values (expected: 2, as in the header)",
                "a.csv | id~\"1 | line 2: a quoted value (expected: a closing \" before a comma or the end of the line)",
                "a.csv | id | no rows (expected: at least one)",
                "a.json | [{\"id\": 1},~oops] | line 2 (expected: an array of objects)",
                "a.jsonl | {\"id\": 1}~[] | line 2 (expected: a JSON object on each line)"
            })
    void a_mistake_is_one_line(String name, String text, String line) {
        assertThatThrownBy(() -> read(name, text.replace('~', '\n')))
                .hasMessage("feed: %s: %s", folder.resolve(name), line);
    }

    @Test
    void a_file_of_another_kind_is_refused() {
        assertThatThrownBy(() -> read("a.txt", "x"))
                .hasMessage("feed: %s (expected: a file.csv, file.json or file.jsonl)", folder.resolve("a.txt"));
    }

    @Test
    void rows_come_in_the_order_asked_for() throws Exception {
        assertThat(ids(Feed.Order.CIRCULAR, 5)).containsExactly("1", "2", "3", "1", "2");
        assertThat(ids(Feed.Order.SHUFFLED, 6).subList(0, 3)).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(ids(Feed.Order.SHUFFLED, 6).subList(3, 6)).isEqualTo(ids(Feed.Order.SHUFFLED, 3));
        assertThat(ids(Feed.Order.RANDOM, 50)).containsOnly("1", "2", "3").contains("1", "2", "3");
        assertThat(ids(Feed.Order.ONCE, 9)).containsExactly("1", "2", "3");
    }

    private List<Object> ids(Feed.Order order, int count) throws Exception {
        Path file = Files.writeString(folder.resolve("ids.csv"), "id\n1\n2\n3\n");
        Iterator<Map<String, Object>> rows = FeedFile.read(file, order).iterator(new Random(1));
        List<Object> ids = new ArrayList<>();
        while (ids.size() < count && rows.hasNext()) {
            ids.add(rows.next().get("id"));
        }
        return ids;
    }

    private Feed read(String name, String text) throws Exception {
        return FeedFile.read(Files.writeString(folder.resolve(name), text), Feed.Order.CIRCULAR);
    }
}
