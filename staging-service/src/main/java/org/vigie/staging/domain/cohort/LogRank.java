package org.vigie.staging.domain.cohort;

import java.util.Collection;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Log-rank test of equal survival in k groups (Mantel 1966; Peto 1972): chi2 = U' V^-1 U over k - 1 groups, U the events
 * observed less expected, V their hypergeometric covariance summed over event times.
 */
public record LogRank(double chiSquare, int degreesOfFreedom, double p) {

    /** {@code null} where fewer than two groups have anybody at risk at an event, so that nothing can be compared. */
    public static @Nullable LogRank of(Collection<List<FollowUp>> allGroups) {
        double[] times = allGroups.stream()
                .flatMap(List::stream)
                .filter(FollowUp::event)
                .mapToDouble(FollowUp::time)
                .distinct()
                .sorted()
                .toArray();
        if (times.length == 0) {
            return null;
        }
        // A group that had left before the first event says nothing and would make the covariance singular.
        List<List<FollowUp>> groups =
                allGroups.stream().filter(g -> atRisk(g, times[0]) > 0).toList();
        int free = groups.size() - 1;
        if (free < 1) {
            return null;
        }
        double[] u = new double[free];
        double[][] v = new double[free][free];
        for (double time : times) {
            addTime(groups, time, u, v);
        }
        double[] solved = solve(v, u);
        double chi = 0;
        for (int i = 0; i < free; i++) {
            chi += u[i] * solved[i];
        }
        return Double.isFinite(chi) ? new LogRank(chi, free, ChiSquare.above(Math.max(0, chi), free)) : null;
    }

    private static void addTime(List<List<FollowUp>> groups, double time, double[] u, double[][] v) {
        double[] n = groups.stream().mapToDouble(g -> atRisk(g, time)).toArray();
        double[] d = groups.stream()
                .mapToDouble(g ->
                        g.stream().filter(f -> f.event() && f.time() == time).count())
                .toArray();
        double atRisk = DoubleStream.of(n).sum();
        double events = DoubleStream.of(d).sum();
        double scale = atRisk > 1 ? events * (atRisk - events) / (atRisk - 1) : 0;
        for (int i = 0; i < u.length; i++) {
            u[i] += d[i] - events * n[i] / atRisk;
            for (int j = 0; j < u.length; j++) {
                v[i][j] += scale * (n[i] / atRisk) * ((i == j ? 1 : 0) - n[j] / atRisk);
            }
        }
    }

    private static long atRisk(List<FollowUp> group, double time) {
        return group.stream().filter(f -> f.time() >= time).count();
    }

    /** Gauss-Jordan with row pivoting; not finite where the matrix is singular. */
    private static double[] solve(double[][] matrix, double[] right) {
        int n = right.length;
        double[][] a = new double[n][];
        for (int i = 0; i < n; i++) {
            a[i] = java.util.Arrays.copyOf(matrix[i], n + 1);
            a[i][n] = right[i];
        }
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int row = column + 1; row < n; row++) {
                pivot = Math.abs(a[row][column]) > Math.abs(a[pivot][column]) ? row : pivot;
            }
            double[] swap = a[column];
            a[column] = a[pivot];
            a[pivot] = swap;
            for (int row = 0; row < n; row++) {
                double factor = row == column ? 0 : a[row][column] / a[column][column];
                for (int k = column; k <= n && row != column; k++) {
                    a[row][k] -= factor * a[column][k];
                }
            }
        }
        double[] solution = new double[n];
        for (int i = 0; i < n; i++) {
            solution[i] = a[i][n] / a[i][i];
        }
        return solution;
    }
}
