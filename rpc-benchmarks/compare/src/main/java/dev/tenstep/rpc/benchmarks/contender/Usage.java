package dev.tenstep.rpc.benchmarks.contender;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The resources that this process has used since it started.
 *
 * @param cpuNanos CPU time of the whole process, the compiler's and the collector's included
 * @param allocatedBytes allocated on the heap; on a JVM before 21 by the threads that are alive
 */
public record Usage(long cpuNanos, long allocatedBytes) {
    private static final OperatingSystemMXBean OS = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final boolean COUNTS_ENDED_THREADS = Runtime.version().feature() >= 21;

    static Usage now() {
        return new Usage(OS.getProcessCpuTime(), COUNTS_ENDED_THREADS ? allocatedByAll() : allocatedByLiving());
    }

    public Usage since(Usage earlier) {
        return new Usage(cpuNanos - earlier.cpuNanos, allocatedBytes - earlier.allocatedBytes);
    }

    private static long allocatedByLiving() {
        long sum = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(bytes, 0);
        }
        return sum;
    }

    // By name: the method came with Java 21, and this is compiled for 17.
    private static long allocatedByAll() {
        try {
            MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
            return (long) beans.getAttribute(new ObjectName("java.lang:type=Threading"), "TotalThreadAllocatedBytes");
        } catch (JMException e) {
            throw new IllegalStateException("TotalThreadAllocatedBytes can't be read", e);
        }
    }
}
