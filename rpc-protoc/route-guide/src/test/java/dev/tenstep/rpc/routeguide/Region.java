package dev.tenstep.rpc.routeguide;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A small region, by handlers of both styles. Thread-safe. */
final class Region {
    static final Feature FOUNTAIN = feature("fountain", 1, 1);
    static final Feature TOWER = feature("tower", 5, 5);

    private static final List<Feature> FEATURES = List.of(FOUNTAIN, TOWER);

    private final List<RouteNote> notes = new ArrayList<>();

    static Point point(int latitude, int longitude) {
        return Point.newBuilder().setLatitude(latitude).setLongitude(longitude).build();
    }

    static Feature feature(String name, int latitude, int longitude) {
        return Feature.newBuilder()
                .setName(name)
                .setLocation(point(latitude, longitude))
                .build();
    }

    static RouteNote note(String message, int latitude, int longitude) {
        return RouteNote.newBuilder()
                .setMessage(message)
                .setLocation(point(latitude, longitude))
                .build();
    }

    private static Feature at(Point point) {
        return FEATURES.stream()
                .filter(feature -> feature.getLocation().equals(point))
                .findFirst()
                .orElse(feature("", point.getLatitude(), point.getLongitude()));
    }

    private static List<Feature> in(Rectangle area) {
        return FEATURES.stream()
                .filter(feature ->
                        feature.getLocation().getLatitude() >= area.getLow().getLatitude())
                .filter(feature ->
                        feature.getLocation().getLatitude() <= area.getHigh().getLatitude())
                .toList();
    }

    private static RouteSummary summary(List<Point> route) {
        long features =
                route.stream().filter(point -> !at(point).getName().isEmpty()).count();
        return RouteSummary.newBuilder()
                .setPoints(route.size())
                .setFeatures((int) features)
                .build();
    }

    /** Returns the notes at the same point, and adds this one. */
    private synchronized List<RouteNote> left(RouteNote note) {
        List<RouteNote> before = notes.stream()
                .filter(other -> other.getLocation().equals(note.getLocation()))
                .toList();
        notes.add(note);
        return before;
    }

    /** The handler that blocks. */
    RouteGuide blocking() {
        return new RouteGuide() {
            @Override
            public Feature getFeature(Point request) {
                return at(request);
            }

            @Override
            public Stream<Feature> listFeatures(Rectangle request) {
                return in(request).stream();
            }

            @Override
            public RouteSummary recordRoute(Stream<Point> requests) {
                return summary(requests.toList());
            }

            @Override
            public Stream<RouteNote> routeChat(Stream<RouteNote> requests) {
                return requests.flatMap(note -> left(note).stream());
            }
        };
    }

    /** The handler that does not block. */
    RouteGuideAsync async() {
        return new RouteGuideAsync() {
            @Override
            public CompletionStage<Feature> getFeature(Point request) {
                return CompletableFuture.completedStage(at(request));
            }

            @Override
            public Flow.Publisher<Feature> listFeatures(Rectangle request) {
                return publisher(in(request));
            }

            @Override
            public CompletionStage<RouteSummary> recordRoute(Flow.Publisher<Point> requests) {
                return all(requests).thenApply(Region::summary);
            }

            @Override
            public Flow.Publisher<RouteNote> routeChat(Flow.Publisher<RouteNote> requests) {
                return subscriber -> {
                    SubmissionPublisher<RouteNote> answers = new SubmissionPublisher<>();
                    answers.subscribe(subscriber);
                    requests.subscribe(new Each<>(
                            note -> left(note).forEach(answers::submit), answers::close, answers::closeExceptionally));
                };
            }
        };
    }

    /** Publishes some elements to each subscriber. */
    static <T> Flow.Publisher<T> publisher(List<T> elements) {
        return subscriber -> {
            try (SubmissionPublisher<T> publisher = new SubmissionPublisher<>()) {
                publisher.subscribe(subscriber);
                elements.forEach(publisher::submit);
            }
        };
    }

    /** Collects what is published. */
    static <T> CompletionStage<List<T>> all(Flow.Publisher<T> publisher) {
        List<T> elements = new ArrayList<>();
        CompletableFuture<List<T>> all = new CompletableFuture<>();
        publisher.subscribe(new Each<>(elements::add, () -> all.complete(elements), all::completeExceptionally));
        return all;
    }

    /** A subscriber that asks for everything. */
    private record Each<T>(Consumer<T> next, Runnable complete, Consumer<Throwable> fail)
            implements Flow.Subscriber<T> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(T element) {
            next.accept(element);
        }

        @Override
        public void onError(Throwable thrown) {
            fail.accept(thrown);
        }

        @Override
        public void onComplete() {
            complete.run();
        }
    }
}
