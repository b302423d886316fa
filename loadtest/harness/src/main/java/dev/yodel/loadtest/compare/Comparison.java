package dev.yodel.loadtest.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/**
 * Compares the latencies of the runs of two versions by a bootstrap.
 *
 * <p>Each of the {@value #REPLICATES} replicates draws, with replacement and for each side on its own, runs (if there are
 * several), and from each run as many blocks of neighbouring intervals as it has. The histograms of what was drawn are added,
 * and percentiles are taken from the sums. The {@linkplain Spread spread} of their ratio over the replicates is the confidence
 * interval of the change. All figures together have a confidence of 95 %: that of each is raised accordingly (Bonferroni), so that a
 * comparison with many requests raises no more false alarms than one with a single one.
 *
 * <p>With one run on each side only the spread within these runs is known, not that from run to run: three runs and more are
 * better.
 */
public final class Comparison {

    /** Fewer say nothing about the spread. */
    static final int FEWEST_BLOCKS = 4;

    private static final int REPLICATES = 1_000;
    private static final double ERROR = 0.05;
    private static final double[] PERCENTILES = {50, 90, 99};

    private final List<RunIntervals> base;
    private final List<RunIntervals> fresh;
    private final Random random;

    private Comparison(List<RunIntervals> base, List<RunIntervals> fresh, long seed) {
        this.base = base;
        this.fresh = fresh;
        random = new Random(seed);
    }

    /**
     * The differences of all latencies that both sides have, by tag and percentile.
     *
     * @param wanted the tags to compare, such as {@code Echo.responseTime}
     * @param seed for the draws
     */
    public static List<Difference> of(
            List<RunIntervals> base, List<RunIntervals> fresh, List<String> wanted, long seed) {
        return new Comparison(base, fresh, seed).differences(wanted);
    }

    private List<Difference> differences(List<String> wanted) {
        TreeSet<String> tags = new TreeSet<>(wanted);
        tags.removeIf(tag -> blocks(base, tag).isEmpty() || blocks(fresh, tag).isEmpty());
        List<Difference> differences = new ArrayList<>();
        double error = ERROR / Math.max(1, tags.size() * PERCENTILES.length);
        for (String tag : tags) {
            differences.addAll(differences(tag, error));
        }
        return differences;
    }

    /** The blocks of each run that has enough of them. */
    private static List<List<FineCounts>> blocks(List<RunIntervals> runs, String tag) {
        return runs.stream()
                .map(run -> run.blocks(tag))
                .filter(blocks -> blocks.size() >= FEWEST_BLOCKS)
                .toList();
    }

    private List<Difference> differences(String tag, double error) {
        List<List<FineCounts>> baseBlocks = blocks(base, tag);
        List<List<FineCounts>> freshBlocks = blocks(fresh, tag);
        Range range = Range.of(baseBlocks, freshBlocks);
        double[][] ratios = new double[PERCENTILES.length][REPLICATES];
        for (int replicate = 0; replicate < REPLICATES; replicate++) {
            double[] old = range.percentiles(draw(baseBlocks));
            double[] now = range.percentiles(draw(freshBlocks));
            for (int i = 0; i < PERCENTILES.length; i++) {
                ratios[i][replicate] = now[i] / old[i];
            }
        }
        double[] old = range.percentiles(all(baseBlocks));
        double[] now = range.percentiles(all(freshBlocks));
        int blocks = Math.min(
                baseBlocks.stream().mapToInt(List::size).sum(),
                freshBlocks.stream().mapToInt(List::size).sum());
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < PERCENTILES.length; i++) {
            Spread spread = Spread.of(now[i] / old[i], ratios[i], blocks, error);
            differences.add(new Difference(tag, PERCENTILES[i], old[i], now[i], spread.low() - 1, spread.high() - 1));
        }
        return differences;
    }

    private List<FineCounts> draw(List<List<FineCounts>> runs) {
        List<FineCounts> drawn = new ArrayList<>();
        for (int count = 0; count < runs.size(); count++) {
            List<FineCounts> run = runs.get(random.nextInt(runs.size()));
            for (int block = 0; block < run.size(); block++) {
                drawn.add(run.get(random.nextInt(run.size())));
            }
        }
        return drawn;
    }

    private static List<FineCounts> all(List<List<FineCounts>> runs) {
        return runs.stream().flatMap(List::stream).toList();
    }

    /** The buckets that any of the blocks has: adding up fewer of them is what makes a replicate cheap. */
    private record Range(int first, int last) {

        static Range of(List<List<FineCounts>> base, List<List<FineCounts>> fresh) {
            List<FineCounts> blocks = new ArrayList<>(all(base));
            blocks.addAll(all(fresh));
            return new Range(
                    blocks.stream().mapToInt(FineCounts::least).min().orElse(0),
                    blocks.stream().mapToInt(FineCounts::most).max().orElse(0));
        }

        double[] percentiles(List<FineCounts> blocks) {
            long[] sums = new long[last - first + 1];
            blocks.forEach(block -> block.addTo(sums, first));
            return FineCounts.percentiles(sums, first, PERCENTILES);
        }
    }
}
