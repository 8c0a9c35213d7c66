package dev.locomo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests of {@code deploy/} against the model of the Kubernetes API. */
class KubernetesFilesTest {
  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "v1 PersistentVolumeClaim", PersistentVolumeClaim.class,
          "batch/v1 Job", Job.class,
          "batch/v1 CronJob", CronJob.class);

  /** The model's classes take any further member; here one that the API does not know is wrong. */
  private static final ObjectMapper STRICT =
      new ObjectMapper(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated a) {
                  return false;
                }
              });

  private static List<HasMetadata> read(String name) throws IOException {
    var objects = new ArrayList<HasMetadata>();
    var file = Path.of("../deploy").resolve(name).toFile();
    try (var documents = STRICT.readerFor(JsonNode.class).<JsonNode>readValues(file)) {
      while (documents.hasNext()) {
        objects.add(read(documents.next()));
      }
    }
    return objects;
  }

  private static HasMetadata read(JsonNode document) throws IOException {
    String kind = document.path("apiVersion").asText() + " " + document.path("kind").asText();
    assertThat(KINDS).containsKey(kind);
    return STRICT.treeToValue(document, KINDS.get(kind));
  }

  private static <T> T one(List<HasMetadata> objects, Class<T> kind) {
    var found = objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  @ParameterizedTest
  @ValueSource(strings = {"kubernetes-indexed-job.yaml", "kubernetes-gpu-job.yaml"})
  void aPodForEachShard(String file) throws IOException {
    var job = one(read(file), Job.class).getSpec();
    assertThat(job.getCompletionMode()).isEqualTo("Indexed");
    assertThat(job.getBackoffLimitPerIndex()).isPositive();
    assertThat(job.getParallelism()).isBetween(1, job.getCompletions());
    var pod = job.getTemplate().getSpec();
    var container = pod.getContainers().getFirst();
    assertThat(container.getEnv().stream().filter(e -> e.getName().equals("LOCOMO_SHARDS")))
        .extracting(EnvVar::getValue)
        .containsExactly(job.getCompletions().toString());
    assertLeastPrivilege(pod, container);
    assertOptionsExist(container);
    assertVolumeMounted(pod, container);
  }

  private static void assertLeastPrivilege(PodSpec pod, Container container) {
    assertThat(pod.getRestartPolicy()).isEqualTo("Never");
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
  }

  private static void assertOptionsExist(Container container) {
    var words = new ArrayList<>(container.getCommand());
    words.addAll(container.getArgs());
    String help = Cli.at(Path.of("none")).run(words.get(1), "--help-all").out();
    assertThat(words.stream().filter(word -> word.startsWith("--"))).allMatch(help::contains);
  }

  private static void assertVolumeMounted(PodSpec pod, Container container) {
    var claimed =
        pod.getVolumes().stream().filter(v -> v.getPersistentVolumeClaim() != null).toList();
    assertThat(claimed).hasSize(1);
    assertThat(container.getVolumeMounts())
        .anyMatch(m -> m.getName().equals(claimed.getFirst().getName()));
  }

  @Test
  void keysComeFromASecretAndAllShardsFromOneVolume() throws IOException {
    var objects = read("kubernetes-indexed-job.yaml");
    assertThat(one(objects, PersistentVolumeClaim.class).getSpec().getAccessModes())
        .containsExactly("ReadWriteMany");
    var shards = one(objects, Job.class).getSpec().getTemplate().getSpec();
    assertThat(shards.getContainers().getFirst().getEnvFrom().getFirst().getSecretRef().getName())
        .isEqualTo("locomo-keys");
    var merge = one(objects, CronJob.class).getSpec();
    assertThat(merge.getSuspend()).isTrue();
    var merging = merge.getJobTemplate().getSpec().getTemplate().getSpec();
    assertLeastPrivilege(merging, merging.getContainers().getFirst());
    assertThat(merging.getVolumes()).isEqualTo(shards.getVolumes());
  }

  @Test
  void theOtherAsksForAGpu() throws IOException {
    var job = one(read("kubernetes-gpu-job.yaml"), Job.class);
    var container = job.getSpec().getTemplate().getSpec().getContainers().getFirst();
    assertThat(container.getResources().getLimits())
        .containsEntry("nvidia.com/gpu", new Quantity("1"));
  }

  @Test
  void theServiceLeadsToPodsThatAreReadyAndNeedAToken() throws IOException {
    var parts = new ArrayList<JsonNode>();
    var file = Path.of("../deploy/kubernetes-view.yaml").toFile();
    try (var documents = STRICT.readerFor(JsonNode.class).<JsonNode>readValues(file)) {
      documents.forEachRemaining(parts::add);
    }
    assertThat(parts)
        .extracting(part -> part.path("kind").asText())
        .containsExactly("Deployment", "Service", "HorizontalPodAutoscaler");
    JsonNode template = parts.getFirst().path("spec").path("template");
    var pod = STRICT.treeToValue(template.path("spec"), PodSpec.class);
    var container = pod.getContainers().getFirst();
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertOptionsExist(container);
    assertVolumeMounted(pod, container);
    assertThat(container.getArgs()).contains("--token-file");
    assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health");
    var service = STRICT.treeToValue(parts.get(1), Service.class);
    assertThat(service.getSpec().getPorts())
        .extracting(port -> port.getTargetPort().getValue())
        .allMatch(target ->
            container.getPorts().stream()
                .anyMatch(p -> target.equals(p.getName()) || target.equals(p.getContainerPort())));
    JsonNode scaler = parts.get(2).path("spec");
    assertThat(parts.get(2).path("apiVersion").asText()).isEqualTo("autoscaling/v2");
    assertThat(scaler.path("minReplicas").asInt()).isBetween(1, scaler.path("maxReplicas").asInt());
    assertThat(scaler.path("metrics").path(0).path("resource").path("name").asText())
        .isEqualTo("cpu");
    assertThat(container.getResources().getRequests()).containsKey("cpu");
    assertThat(parts.get(1).path("spec").path("selector"))
        .isEqualTo(template.path("metadata").path("labels"));
    assertThat(parts.get(2).path("spec").path("scaleTargetRef").path("name"))
        .isEqualTo(parts.getFirst().path("metadata").path("name"));
  }

  @Test
  void aFieldThatTheApiDoesNotKnowIsNoticed() {
    assertThatThrownBy(() ->
            read(
                STRICT.readTree(
                    """
                    apiVersion: batch/v1
                    kind: Job
                    spec:
                      template:
                        spec:
                          containers:
                            - name: x
                              securityContext:
                                runAsNoRoot: true
                    """)))
        .isInstanceOf(UnrecognizedPropertyException.class)
        .hasMessageContaining("runAsNoRoot");
  }
}
