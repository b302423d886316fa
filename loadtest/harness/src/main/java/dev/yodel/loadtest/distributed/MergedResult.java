package dev.yodel.loadtest.distributed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yodel.loadtest.plan.expectation.Goals;
import dev.yodel.loadtest.report.ResultFolder;
import dev.yodel.loadtest.report.hlog.HistogramLog;
import dev.yodel.loadtest.report.hlog.LatencyLog;
import dev.yodel.loadtest.report.json.ResultReader;
import dev.yodel.loadtest.report.json.SavedResult;
import dev.yodel.loadtest.result.InjectorRow;
import dev.yodel.loadtest.result.RunInfo;
import dev.yodel.loadtest.result.RunResult;
import dev.yodel.loadtest.result.Window;
import dev.yodel.loadtest.result.merge.Merge;
import dev.yodel.loadtest.result.merge.Part;
import dev.yodel.loadtest.verdict.InjectorsVerdict;
import dev.yodel.loadtest.verdict.JudgedResult;
import dev.yodel.loadtest.verdict.MergeVerdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The results of injectors as one, on the clock of the coordinator. */
final class MergedResult {

    private final List<Part> parts = new ArrayList<>();
    private final List<SavedPart> saved = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final List<InjectorRow> rows;

    /**
     * @param folder that of all injectors, with a folder for each, named by its number
     * @param rows what is known of each
     */
    MergedResult(Path folder, List<InjectorRow> rows) {
        this.rows = rows;
        faults.addAll(InjectorsVerdict.faults(rows));
        for (InjectorRow row : rows) {
            if (row.lost() == null) {
                read(folder.resolve(String.valueOf(row.number())), row);
            }
        }
    }

    private void read(Path folder, InjectorRow row) {
        String name = "injector " + row.number();
        try {
            SavedResult result = SavedResult.read(folder);
            List<String> reasons = new ArrayList<>();
            for (JsonNode reason : result.json().at("/verdict/reasons")) {
                reasons.add(reason.asText());
            }
            reasons.addAll(InjectorsVerdict.reasons(row));
            Duration ahead = ahead(row);
            RunResult own = ResultReader.read(result);
            Window window = own.window();
            Window shifted =
                    new Window(window.start().minus(ahead), window.end().minus(ahead), window.seconds());
            parts.add(new Part(name, own.with(own.info(), shifted), reasons));
            saved.add(new SavedPart(result.latencies(), ahead));
        } catch (IllegalArgumentException e) {
            faults.add(name + ": " + e.getMessage());
        }
    }

    /** How much its clock is ahead, where that is more than the error of the measurement. */
    private static Duration ahead(InjectorRow row) {
        Double offset = row.clockOffsetMillis();
        Double error = row.clockErrorMillis();
        if (offset == null || error == null || Math.abs(offset) <= error) {
            return Duration.ZERO;
        }
        return Duration.ofNanos(Math.round(offset * 1e6));
    }

    /** The merged result, judged; null if there is no part at all. */
    @Nullable
    JudgedResult judged(RunInfo info, Goals goals) {
        if (parts.isEmpty()) {
            return null;
        }
        RunResult merged = Merge.of(parts, info.runId());
        return MergeVerdict.judge(merged.with(info, merged.window()), parts, faults, goals)
                .with(rows);
    }

    /** Which parts are missing. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** Writes the merged result and its latencies. */
    void write(ResultFolder folder, JudgedResult judged) throws IOException {
        folder.forget();
        try (HistogramLog log =
                HistogramLog.create(folder.latencies(), judged.result().info())) {
            for (SavedPart part : saved) {
                LatencyLog.read(
                        part.latencies,
                        (tag, nanos) -> log.write(judged.result().window().start(), shifted(nanos, part.ahead)));
            }
            if (!log.complete()) {
                throw new IOException("cannot be written: is the disk full?");
            }
        }
        folder.write(judged);
    }

    private static Histogram shifted(Histogram nanos, Duration ahead) {
        nanos.setStartTimeStamp(nanos.getStartTimeStamp() - ahead.toMillis());
        nanos.setEndTimeStamp(nanos.getEndTimeStamp() - ahead.toMillis());
        return nanos;
    }

    private record SavedPart(Path latencies, Duration ahead) {}
}
