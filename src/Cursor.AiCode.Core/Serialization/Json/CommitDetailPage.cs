using System.Collections.Generic;

namespace Cursor.AiCode.Serialization.Json;

/// <summary>A response with the details of commits.</summary>
/// <param name="Commits">The commits, without their conversations. The same commit can occur several times.</param>
/// <param name="Conversations">The conversations of all commits.</param>
internal sealed record CommitDetailPage(List<AiCommitDetail> Commits, List<AiCommitDetailConversation> Conversations);
