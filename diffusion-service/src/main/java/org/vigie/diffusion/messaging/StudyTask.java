package org.vigie.diffusion.messaging;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.vigie.contract.imaging.StudyMeasured;

/** One study being computed beside the thread that keeps its lock. */
final class StudyTask {
    private final String topic;
    private final int partition;
    private final long offset;
    private final FutureTask<StudyMeasured> work;

    private StudyTask(ConsumerRecord<String, byte[]> record, FutureTask<StudyMeasured> work) {
        this.topic = record.topic();
        this.partition = record.partition();
        this.offset = record.offset();
        this.work = work;
    }

    static StudyTask start(ConsumerRecord<String, byte[]> record, Callable<StudyMeasured> work) {
        FutureTask<StudyMeasured> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().name("diffusion-study").start(task);
        return new StudyTask(record, task);
    }

    boolean isFor(ConsumerRecord<String, byte[]> record) {
        return topic.equals(record.topic()) && partition == record.partition() && offset == record.offset();
    }

    /** @return false if it is still at work after that time */
    boolean await(Duration time) throws InterruptedException {
        try {
            work.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        }
        return true;
    }

    /** @throws ExecutionException if the work failed */
    StudyMeasured result() throws ExecutionException, InterruptedException {
        return work.get();
    }

    void abandon() {
        work.cancel(true);
    }
}
