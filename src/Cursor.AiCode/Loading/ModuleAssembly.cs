using System.Management.Automation;

namespace Cursor.AiCode.Loading;

/// <summary>Runs when PowerShell imports and removes the module.</summary>
public sealed class ModuleAssembly : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnImport() => DependencyResolver.Register();

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => DependencyResolver.Unregister();
}
